//! Paths of entries: their parts, and what says nothing about an account.

/// The folder of a path with its slash, and the name in it.
pub fn split(path: &str) -> (&str, &str) {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    (path.strip_suffix(name).unwrap_or_default(), name)
}

/// Whether a path is what file managers and archivers leave behind.
pub fn is_noise(path: &str) -> bool {
    let (_, name) = split(path);
    path.split('/').any(|folder| folder == "__MACOSX")
        || name.starts_with("._")
        || matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

/// Whether a name is that of a picture, a film, a sound, a font or a style sheet.
pub fn is_media(path: &str) -> bool {
    const EXTENSIONS: &[&str] = &[
        "jpg", "jpeg", "png", "gif", "webp", "svg", "heic", "bmp", "ico", "mp4", "mov", "webm", "avi", "mkv", "mp3",
        "m4a", "aac", "wav", "ogg", "css", "js", "woff", "woff2", "ttf",
    ];
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_a_folder_and_a_name() {
        assert_eq!(split("a/b/c.csv"), ("a/b/", "c.csv"));
        assert_eq!(split("c.csv"), ("", "c.csv"));
        assert!(is_noise("__MACOSX/a.csv") && is_noise("x/._a.csv") && !is_noise("x/a.csv"));
        assert!(is_media("a/b.JPG") && !is_media("a/b.json"));
    }
}
