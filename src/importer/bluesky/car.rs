//! A repository in a CAR file, version 1: a header and blocks in any order, each named by the hash of its bytes.
//!
//! Only what the tree reaches from the root is current. Old repositories hold blocks of deleted posts, which are never
//! looked at: the tree is walked first, and gives the names of the blocks to read.

use std::collections::HashMap;
use std::io::{self, BufReader, Read};

use sha2::{Digest as _, Sha256};

use super::cbor::Value;
use crate::importer::What;

/// The SHA-256 of a DAG-CBOR block: the only kind of name such blocks have.
pub(super) type Cid = [u8; 32];

/// What stands before the hash in a name: version 1, DAG-CBOR, SHA-256, 32 bytes.
const PREFIX: [u8; 4] = [0x01, 0x71, 0x12, 0x20];

/// Bytes of a header, at most.
const HEADER: u64 = 4096;

/// Bytes of a block that is read, at most: the network allows records of one mebibyte.
const BLOCK: u64 = 2 << 20;

/// Bytes of tree nodes that are held, at most; what is beyond counts as missing.
const NODES: usize = 256 << 20;

/// Bytes of a key, at most, as the network has it.
const KEY: usize = 1024;

/// The records of a repository.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Repo {
    /// Whose it is.
    pub(super) did: String,
    /// The name of each record's block with the record's key, `collection/rkey`; sorted.
    pub(super) records: Vec<(Cid, String)>,
    /// How many nodes of the tree are not in the file, or broken.
    pub(super) missing: usize,
}

impl Repo {
    /// Walks the tree of a repository.
    ///
    /// # Errors
    ///
    /// [`What::UnknownLayout`] when it is no repository, [`What::Unreadable`] when it cannot be read to its end.
    pub(super) fn walk(input: &mut dyn Read) -> Result<Repo, What> {
        let mut blocks = Blocks::open(input)?;
        let root = blocks.root;
        let mut nodes: HashMap<Cid, Vec<u8>> = HashMap::new();
        let mut held = 0;
        let mut cut_short = None;
        loop {
            match blocks.next(&mut |_| true) {
                Ok(Some(block)) if block.cid == root || is_node(block.bytes) => {
                    held += block.bytes.len();
                    if held <= NODES && block.is_whole() {
                        nodes.insert(block.cid, block.bytes.to_vec());
                    }
                }
                Ok(Some(_)) => {}
                Ok(None) => break,
                Err(what) => {
                    // What came before the cut is still good.
                    cut_short = Some(what);
                    break;
                }
            }
        }
        let Some(commit) = nodes.remove(&root) else { return Err(cut_short.unwrap_or(What::UnknownLayout)) };
        let commit = Value::decode(&commit).ok_or(What::UnknownLayout)?;
        let (Some(Value::Text(did)), Some(Value::Link(top))) = (commit.get("did"), commit.get("data")) else {
            return Err(What::UnknownLayout);
        };
        let mut repo = Repo { did: (*did).to_owned(), ..Repo::default() };
        let mut waiting: Vec<Option<Cid>> = vec![digest(top)];
        while let Some(next) = waiting.pop() {
            // Each node is taken out, so that no hostile tree is walked in circles.
            let node = next.and_then(|cid| nodes.remove(&cid));
            if node.and_then(|node| repo.node(&node, &mut waiting)).is_none() {
                repo.missing += 1;
            }
        }
        repo.records.sort();
        repo.records.dedup();
        Ok(repo)
    }

    /// Takes the records of one node, and the names of the nodes below it.
    fn node(&mut self, node: &[u8], waiting: &mut Vec<Option<Cid>>) -> Option<()> {
        let node = Value::decode(node)?;
        let Value::List(entries) = node.get("e")? else { return None };
        if let Some(Value::Link(left)) = node.get("l") {
            waiting.push(digest(left));
        }
        let mut key: Vec<u8> = Vec::new();
        for entry in entries {
            let (Value::Whole(shared), Value::Bytes(rest), Value::Link(record)) =
                (entry.get("p")?, entry.get("k")?, entry.get("v")?)
            else {
                return None;
            };
            let shared = usize::try_from(*shared).ok().filter(|shared| *shared <= key.len())?;
            key.truncate(shared);
            key.extend_from_slice(rest);
            if key.len() > KEY {
                return None;
            }
            let text = std::str::from_utf8(&key).ok().filter(|key| key.is_ascii())?;
            self.records.push((digest(record)?, text.to_owned()));
            if let Some(Value::Link(below)) = entry.get("t") {
                waiting.push(digest(below));
            }
        }
        Some(())
    }

    /// Reads the records in the order of their blocks: each key with its value, or with what is wrong with it. Gives
    /// the number of blocks that are not there.
    ///
    /// # Errors
    ///
    /// What [`Repo::walk`] gives.
    pub(super) fn read(
        &self,
        input: &mut dyn Read,
        each: &mut dyn FnMut(&str, Result<&Value<'_>, What>),
    ) -> Result<usize, What> {
        let mut blocks = Blocks::open(input)?;
        let mut seen = vec![false; self.records.len()];
        let first = |cid: &Cid| self.records.partition_point(|(other, _)| other < cid);
        let wanted = |cid: &Cid| self.records.get(first(cid)).is_some_and(|(other, _)| other == cid);
        while let Some(block) = blocks.next(&mut |cid| wanted(cid))? {
            let from = first(&block.cid);
            let whole = block.is_whole().then(|| Value::decode(block.bytes)).flatten();
            for (at, (_, key)) in
                self.records.iter().enumerate().skip(from).take_while(|(_, (cid, _))| *cid == block.cid)
            {
                if std::mem::replace(&mut seen[at], true) {
                    continue;
                }
                let broken = || if block.is_whole() { What::UnexpectedShape("record") } else { damaged() };
                each(key, whole.as_ref().ok_or_else(broken));
            }
        }
        Ok(seen.iter().filter(|seen| !**seen).count())
    }
}

/// Whether a file begins as a repository does.
pub(super) fn is_car(head: &[u8]) -> bool {
    let mut head = head;
    Blocks::open(&mut head).is_ok()
}

/// The hash in a name; `None` for a name of another kind.
fn digest(link: &[u8]) -> Option<Cid> {
    link.strip_prefix(&PREFIX)?.try_into().ok()
}

/// Whether a block looks like a node of the tree: a map of `e` and `l`.
fn is_node(block: &[u8]) -> bool {
    block.starts_with(b"\xa2\x61e") || block.starts_with(b"\xa2\x61l")
}

/// A block that is named by a [`Cid`].
struct Block<'b> {
    cid: Cid,
    bytes: &'b [u8],
}

impl Block<'_> {
    /// Whether the bytes are those the name was made of.
    fn is_whole(&self) -> bool {
        Sha256::digest(self.bytes).as_slice() == self.cid
    }
}

/// The blocks of a file, one after the other.
struct Blocks<'r> {
    input: BufReader<&'r mut dyn Read>,
    root: Cid,
    buffer: Vec<u8>,
}

impl<'r> Blocks<'r> {
    fn open(input: &'r mut dyn Read) -> Result<Blocks<'r>, What> {
        let mut input = BufReader::with_capacity(64 << 10, input);
        let length = varint(&mut input)?.filter(|length| (1..=HEADER).contains(length)).ok_or(What::UnknownLayout)?;
        let mut header = Vec::new();
        (&mut input).take(length).read_to_end(&mut header).map_err(|error| unreadable(&error))?;
        let header = Value::decode(&header).ok_or(What::UnknownLayout)?;
        let (Some(Value::Whole(1)), Some(Value::List(roots))) = (header.get("version"), header.get("roots")) else {
            return Err(What::UnknownLayout);
        };
        let Some(Value::Link(root)) = roots.first() else { return Err(What::UnknownLayout) };
        let root = digest(root).ok_or(What::UnknownLayout)?;
        Ok(Blocks { input, root, buffer: Vec::new() })
    }

    /// The next block that is wanted and named by a [`Cid`]; `None` at the end.
    fn next(&mut self, wanted: &mut dyn FnMut(&Cid) -> bool) -> Result<Option<Block<'_>>, What> {
        loop {
            let length =
                varint(&mut self.input).map_err(|what| if what == What::UnknownLayout { damaged() } else { what });
            let Some(length) = length? else { return Ok(None) };
            let mut name = [0; 36];
            let head = usize::try_from(length).unwrap_or(name.len()).min(name.len());
            self.input.read_exact(&mut name[..head]).map_err(|error| unreadable(&error))?;
            let rest = length - head as u64;
            let cid = digest(&name).filter(|cid| head == name.len() && rest <= BLOCK && wanted(cid));
            if let Some(cid) = cid {
                self.buffer.clear();
                let read =
                    (&mut self.input).take(rest).read_to_end(&mut self.buffer).map_err(|error| unreadable(&error))?;
                if (read as u64) < rest {
                    return Err(too_early());
                }
                return Ok(Some(Block { cid, bytes: &self.buffer }));
            }
            let passed =
                io::copy(&mut (&mut self.input).take(rest), &mut io::sink()).map_err(|error| unreadable(&error))?;
            if passed < rest {
                return Err(too_early());
            }
        }
    }
}

/// An unsigned LEB128 number; `None` at the end of the input.
fn varint(input: &mut dyn Read) -> Result<Option<u64>, What> {
    let mut number = 0_u64;
    for shift in (0..63).step_by(7) {
        let mut byte = [0];
        match input.read_exact(&mut byte) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && shift == 0 => return Ok(None),
            Err(error) => return Err(unreadable(&error)),
        }
        number |= u64::from(byte[0] & 0x7f) << shift;
        if byte[0] < 0x80 {
            return Ok(Some(number));
        }
    }
    Err(What::UnknownLayout)
}

fn unreadable(error: &io::Error) -> What {
    if error.kind() == io::ErrorKind::UnexpectedEof { too_early() } else { What::Unreadable(error.to_string()) }
}

fn damaged() -> What {
    What::Unreadable("a block is damaged".to_owned())
}

fn too_early() -> What {
    What::Unreadable("it ends too early".to_owned())
}

/// Repositories made in tests.
#[cfg(test)]
pub(super) mod made {
    use super::{Cid, PREFIX};
    use sha2::{Digest as _, Sha256};

    /// A JSON value as DAG-CBOR; `{"$link": [bytes]}` is a link.
    pub(in super::super) fn cbor(value: &serde_json::Value) -> Vec<u8> {
        use serde_json::Value;
        let head = |kind: u8, number: u64| -> Vec<u8> {
            match number {
                0..24 => vec![kind << 5 | u8::try_from(number).unwrap()],
                24..256 => vec![kind << 5 | 0x18, u8::try_from(number).unwrap()],
                _ => [vec![kind << 5 | 0x1a], u32::try_from(number).unwrap().to_be_bytes().to_vec()].concat(),
            }
        };
        match value {
            Value::Null => vec![0xf6],
            Value::Bool(value) => vec![if *value { 0xf5 } else { 0xf4 }],
            Value::Number(number) => head(0, number.as_u64().unwrap()),
            Value::String(text) => [head(3, text.len() as u64), text.as_bytes().to_vec()].concat(),
            Value::Array(items) => [head(4, items.len() as u64), items.iter().flat_map(cbor).collect()].concat(),
            Value::Object(map) => {
                let bytes = |key: &str| -> Option<Vec<u8>> {
                    let list = map.get(key)?.as_array()?;
                    Some(list.iter().map(|byte| u8::try_from(byte.as_u64().unwrap()).unwrap()).collect())
                };
                if let Some(bytes) = bytes("$bytes") {
                    return [head(2, bytes.len() as u64), bytes].concat();
                }
                if let Some(link) = bytes("$link") {
                    return [vec![0xd8, 0x2a], head(2, link.len() as u64 + 1), vec![0], link].concat();
                }
                let pairs = map.iter().flat_map(|(key, value)| [cbor(&key.as_str().into()), cbor(value)].concat());
                [head(5, map.len() as u64), pairs.collect()].concat()
            }
        }
    }

    pub(in super::super) fn link(cid: &Cid) -> serde_json::Value {
        let name = [PREFIX.as_slice(), cid].concat();
        serde_json::json!({ "$link": name })
    }

    /// A file being made.
    #[derive(Default)]
    pub(in super::super) struct Car(pub(in super::super) Vec<u8>);

    impl Car {
        /// Adds a block and gives its name.
        pub(in super::super) fn add(&mut self, block: &[u8]) -> Cid {
            let cid: Cid = Sha256::digest(block).into();
            self.varint(block.len() + 36);
            self.0.extend([&PREFIX, cid.as_slice(), block].concat());
            cid
        }

        fn varint(&mut self, mut number: usize) {
            while number >= 0x80 {
                self.0.push(u8::try_from(number & 0x7f).unwrap() | 0x80);
                number >>= 7;
            }
            self.0.push(u8::try_from(number).unwrap());
        }

        /// The file: the header, then the blocks.
        pub(in super::super) fn with_root(self, root: &Cid) -> Vec<u8> {
            let header = cbor(&serde_json::json!({ "roots": [link(root)], "version": 1 }));
            let mut file = Car::default();
            file.varint(header.len());
            [file.0, header, self.0].concat()
        }
    }

    /// A repository of these records, in two nodes; the root comes last, and a deleted post is still there.
    pub(in super::super) fn repo(did: &str, records: &[(&str, serde_json::Value)]) -> Vec<u8> {
        let mut car = Car::default();
        car.add(&cbor(&serde_json::json!({ "$type": "app.bsky.feed.post", "text": "a deleted post" })));
        let cids: Vec<Cid> = records.iter().map(|(_, record)| car.add(&cbor(record))).collect();
        let half = records.len() / 2;
        let entries = |from: usize, to: usize| -> Vec<serde_json::Value> {
            let mut before = "";
            (from..to)
                .map(|at| {
                    let key = records[at].0;
                    let shared = key.bytes().zip(before.bytes()).take_while(|(a, b)| a == b).count();
                    before = key;
                    serde_json::json!({ "k": { "$bytes": key.as_bytes()[shared..] }, "p": shared, "t": null, "v": link(&cids[at]) })
                })
                .collect()
        };
        let left = car.add(&cbor(&serde_json::json!({ "e": entries(0, half), "l": null })));
        let top = car.add(&cbor(&serde_json::json!({ "e": entries(half, records.len()), "l": link(&left) })));
        let commit = serde_json::json!({ "did": did, "version": 3, "data": link(&top), "rev": "3kaaaaaaaaa2a", "prev": null, "sig": { "$bytes": [1, 2] } });
        let root = car.add(&cbor(&commit));
        car.with_root(&root)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::made::{Car, cbor, link, repo};
    use super::*;

    const DID: &str = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa";

    fn sample() -> Vec<u8> {
        repo(
            DID,
            &[
                ("app.bsky.actor.profile/self", json!({ "$type": "app.bsky.actor.profile", "displayName": "Nora" })),
                ("app.bsky.feed.post/3kaaaaaaaaa2a", json!({ "$type": "app.bsky.feed.post", "text": "one" })),
                ("app.bsky.feed.post/3kaaaaaaaab2a", json!({ "$type": "app.bsky.feed.post", "text": "one" })),
            ],
        )
    }

    /// The keys whose records can be read, and how many are not there.
    fn keys(repo: &Repo, file: &[u8]) -> (Vec<String>, usize) {
        let mut keys = Vec::new();
        let missing = repo.read(&mut &*file, &mut |key, value| {
            if value.is_ok() {
                keys.push(key.to_owned());
            }
        });
        keys.sort();
        (keys, missing.unwrap())
    }

    #[test]
    fn only_what_the_tree_reaches_is_read() {
        let file = sample();
        assert!(is_car(&file[..200]));
        let repo = Repo::walk(&mut &*file).unwrap();
        assert_eq!((repo.did.as_str(), repo.missing), (DID, 0));
        let (keys, missing) = keys(&repo, &file);
        assert_eq!(
            keys,
            ["app.bsky.actor.profile/self", "app.bsky.feed.post/3kaaaaaaaaa2a", "app.bsky.feed.post/3kaaaaaaaab2a"]
        );
        assert_eq!(missing, 0);
    }

    #[test]
    fn a_block_that_does_not_fit_its_name_is_not_believed() {
        let mut file = sample();
        let at = file.windows(4).position(|window| window == b"Nora").unwrap();
        file[at] = b'D';
        let repo = Repo::walk(&mut &*file).unwrap();
        assert_eq!(keys(&repo, &file).0.len(), 2);
    }

    #[test]
    fn a_part_of_a_repository_tells_what_is_missing() {
        let mut car = Car::default();
        let there = car.add(&cbor(&json!({ "text": "x" })));
        let entry = |cid: &Cid, key: &str| json!({ "k": { "$bytes": key.as_bytes() }, "p": 0, "t": link(&[7; 32]), "v": link(cid) });
        let top = car.add(&cbor(&json!({ "e": [entry(&there, "a/1"), entry(&[9; 32], "b/2")], "l": null })));
        let root = car.add(&cbor(&json!({ "did": DID, "version": 3, "data": link(&top) })));
        let file = car.with_root(&root);
        let repo = Repo::walk(&mut &*file).unwrap();
        assert_eq!(repo.missing, 2);
        assert_eq!(keys(&repo, &file), (vec!["a/1".to_owned()], 1));
    }

    #[test]
    fn a_tree_in_circles_or_with_bad_keys_ends() {
        for entry in [
            json!({ "k": { "$bytes": b"a/1".as_slice() }, "p": 5, "t": null, "v": link(&[1; 32]) }),
            json!({ "k": { "$bytes": vec![b'a'; 2000] }, "p": 0, "t": null, "v": link(&[1; 32]) }),
            json!({ "k": { "$bytes": [255, 254] }, "p": 0, "t": null, "v": link(&[1; 32]) }),
            json!({ "k": "text", "p": 0, "v": 1 }),
        ] {
            let mut car = Car::default();
            let top = car.add(&cbor(&json!({ "e": [entry], "l": null })));
            let root = car.add(&cbor(&json!({ "did": DID, "data": link(&top) })));
            let repo = Repo::walk(&mut &*car.with_root(&root)).unwrap();
            assert_eq!((repo.records.len(), repo.missing), (0, 1));
        }
    }

    #[test]
    fn another_file_is_none() {
        for file in
            [&b""[..], b"\0", b"{\"a\":1}", b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", b"\x05\xa1\x61a\x01\x02"]
        {
            assert!(!is_car(file));
            assert!(Repo::walk(&mut &*file).is_err());
        }
    }

    #[test]
    fn a_file_that_ends_too_early_is_told() {
        let file = sample();
        for end in 1..file.len() {
            let cut = &file[..end];
            if let Ok(repo) = Repo::walk(&mut &*cut) {
                let mut found = 0;
                let read = repo.read(&mut &*cut, &mut |_, _| found += 1);
                assert!(read.is_err() || read.unwrap() > 0 || repo.missing > 0 || found == 3, "{end}");
            }
        }
    }

    proptest! {
        #[test]
        fn no_damage_makes_it_panic(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
            let mut file = sample();
            for (index, byte) in changes {
                let at = index.index(file.len());
                file[at] = byte;
            }
            if let Ok(repo) = Repo::walk(&mut &*file) {
                let _ = repo.read(&mut &*file, &mut |_, _| {});
            }
        }
    }
}
