//! Folding: the letters of a text without case, accents and script.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text in lower case, without accents; Latin, Cyrillic and Greek letters become ASCII, other scripts stay.
///
/// Compatibility forms (full-width and mathematical letters, ligatures) become the letters they stand for.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    let letters = text.nfkd().filter(|letter| !is_combining_mark(*letter) && !is_invisible(*letter));
    for letter in letters.flat_map(char::to_lowercase) {
        if is_combining_mark(letter) {
            continue; // the dot of a lower-cased `İ`
        }
        match latin(letter) {
            Some(ascii) => folded.push_str(ascii),
            None => folded.push(letter),
        }
    }
    folded
}

/// Whether a letter is of a script that writes without spaces, so that each stands for itself.
pub(super) fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{2e80}'..='\u{2fdf}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{323af}')
}

/// The words of a folded text: runs of letters and digits, apostrophes left out.
pub(super) fn words(folded: &str) -> impl Iterator<Item = String> {
    folded
        .split(|letter: char| !letter.is_alphanumeric() && !is_apostrophe(letter))
        .map(|word| word.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>())
        .filter(|word| !word.is_empty())
}

pub(super) fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

/// Marks that change nothing that is seen: soft hyphen, zero-width characters, directions, variation selectors.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// What a lower-case letter that has no decomposition is written as in ASCII.
#[expect(clippy::match_same_arms, reason = "Latin letters first, then the other alphabets")]
fn latin(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'ø' => "o",
        'æ' => "ae",
        'œ' => "oe",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ŋ' => "n",
        'ŧ' => "t",
        'ə' => "a",
        'а' | 'α' => "a",
        'б' => "b",
        'в' | 'β' => "v",
        'г' | 'ґ' | 'γ' => "g",
        'д' | 'δ' => "d",
        'е' | 'э' | 'ε' => "e",
        'ж' => "zh",
        'з' | 'ζ' => "z",
        'и' | 'і' | 'η' | 'ι' => "i",
        'к' | 'κ' => "k",
        'л' | 'λ' => "l",
        'м' | 'μ' => "m",
        'н' | 'ν' => "n",
        'о' | 'ο' | 'ω' => "o",
        'п' | 'π' => "p",
        'р' | 'ρ' => "r",
        'с' | 'σ' | 'ς' => "s",
        'т' | 'τ' => "t",
        'у' => "u",
        'ф' | 'φ' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ы' | 'υ' => "y",
        'ю' => "yu",
        'я' => "ya",
        'є' => "ye",
        'ј' => "j",
        'љ' => "lj",
        'њ' => "nj",
        'ћ' => "c",
        'ђ' => "dj",
        'џ' => "dz",
        'θ' => "th",
        'ξ' => "x",
        'χ' => "ch",
        'ψ' => "ps",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_lose_case_accents_and_script() {
        for (text, folded) in [
            ("Zoé MARCHEBOIS", "zoe marchebois"),
            ("Œnone Sørensen-Weiß", "oenone sorensen-weiss"),
            ("Łukasz Đặng", "lukasz dang"),
            ("İpek Yıldız", "ipek yildiz"),
            ("Юлия Щербакова", "yuliya shcherbakova"),
            ("Σοφία Παππά", "sofia pappa"),
            ("𝐙𝐨𝐞́ Ｍａｒ", "zoe mar"),
            ("Ne\u{200b}w\u{ad}man", "newman"),
            ("王小明", "王小明"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn apostrophes_join_and_everything_else_parts() {
        assert_eq!(words("o'brien-smith, d’alembert 🎉 2").collect::<Vec<_>>(), ["obrien", "smith", "dalembert", "2"]);
    }
}
