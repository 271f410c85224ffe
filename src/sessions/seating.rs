//! Who sits in which room: by name, as many in each as it takes.

use super::candidate::Candidate;
use crate::store::Room;

/// A room with those who sit there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seated {
    /// The room.
    pub room: Room,
    /// Who sits there, by name.
    pub candidates: Vec<Candidate>,
}

impl Seated {
    /// How many sit there for whom there is no place.
    pub fn too_many(&self) -> usize {
        let places = self.room.places.map(in_memory);
        places.map_or(0, |places| self.candidates.len().saturating_sub(places))
    }
}

/// Shares sorted candidates out over the rooms in their order, evenly where places allow it. Nobody
/// stands outside: where there are too few places, the last room takes the rest.
pub fn seat(candidates: Vec<Candidate>, rooms: &[Room]) -> Vec<Seated> {
    let mut left = candidates.into_iter();
    let mut seated = Vec::with_capacity(rooms.len());
    for (number, room) in rooms.iter().enumerate() {
        let later = rooms.get(number + 1..).unwrap_or_default();
        let waiting = left.len();
        let share = waiting.div_ceil(later.len() + 1);
        let elsewhere = later.iter().map(places).fold(0, usize::saturating_add);
        let wanted = share.max(waiting.saturating_sub(elsewhere));
        let taken = if later.is_empty() {
            waiting
        } else {
            wanted.min(places(room))
        };
        seated.push(Seated {
            room: room.clone(),
            candidates: left.by_ref().take(taken).collect(),
        });
    }
    seated
}

fn places(room: &Room) -> usize {
    room.places.map_or(usize::MAX, in_memory)
}

fn in_memory(places: u32) -> usize {
    usize::try_from(places).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::tests::candidate;
    use super::*;

    fn seated(count: u32, places: &[Option<u32>]) -> Vec<usize> {
        let rooms: Vec<Room> = places
            .iter()
            .map(|&places| Room {
                name: "R".to_owned(),
                invigilators: Vec::new(),
                places,
            })
            .collect();
        let candidates = (0..count)
            .map(|line| candidate(line, "Petit", "Lina"))
            .collect();
        let seated = seat(candidates, &rooms);
        let lines = seated.iter().flat_map(|seated| &seated.candidates);
        assert!(lines.map(|one| one.line).eq(0..count));
        seated
            .iter()
            .map(|seated| seated.candidates.len())
            .collect()
    }

    #[test]
    fn everybody_sits_somewhere_and_evenly_where_places_allow_it() {
        assert_eq!(seated(27, &[None]), [27]);
        assert_eq!(seated(27, &[None, None]), [14, 13]);
        assert_eq!(seated(27, &[Some(10), None]), [10, 17]);
        assert_eq!(seated(27, &[None, Some(10)]), [17, 10]);
        assert_eq!(seated(30, &[Some(20), Some(5), Some(12)]), [13, 5, 12]);
        assert_eq!(seated(30, &[Some(10), Some(10)]), [10, 20]);
        assert_eq!(seated(0, &[Some(10), None]), [0, 0]);
    }
}
