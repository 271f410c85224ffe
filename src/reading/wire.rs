//! How a task and its finding go from process to process: JSON first, then the file.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Longest file that is read, with what is asked about it: what the web accepts is shorter.
pub(super) const LONGEST_TASK: u32 = 65 << 20;
/// Longest finding: the attachments of a PDF in hexadecimal, the cells of a workbook.
pub(super) const LONGEST_FINDING: u32 = 64 << 20;

/// A value as JSON behind its length; what follows in the frame is the file.
pub(super) fn head(value: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    let json = serde_json::to_vec(value)?;
    let length = u32::try_from(json.len()).map_err(serde::ser::Error::custom)?;
    Ok([&length.to_be_bytes()[..], &json].concat())
}

/// The value and the file of a frame.
pub(super) fn split<T: DeserializeOwned>(frame: &[u8]) -> Option<(T, &[u8])> {
    let (length, rest) = frame.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (json, file) = rest.split_at_checked(length)?;
    Some((serde_json::from_slice(json).ok()?, file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_split_where_it_was_joined() {
        let frame = [&head(&(1, "é")).unwrap()[..], b"file"].concat();
        let (value, file) = split::<(u8, String)>(&frame).unwrap();
        assert_eq!((value, file), ((1, "é".to_owned()), &b"file"[..]));
        for cut in [0, 3, 8] {
            assert!(split::<(u8, String)>(&frame[..cut]).is_none());
        }
    }
}
