//! Which addresses may be asked: never our own network, however the address is written.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ureq::http::Uri;

/// Longest address.
const MOST_CHARACTERS: usize = 2048;
/// Ports of web servers: whoever names an address gets no other service's attention.
const PORTS: [u16; 2] = [443, 8443];

/// What this service's operator allows besides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Policy {
    /// `http` to this machine itself, on any port: for trials.
    pub loopback: bool,
}

/// Why an address is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not an address with a host, or a very long one.
    #[error("not an address")]
    Malformed,
    /// Not https.
    #[error("not https")]
    Scheme,
    /// A name or password in it: it would stand in registers and lists.
    #[error("user information in the address")]
    UserInfo,
    /// Neither 443 nor 8443.
    #[error("a port that is not a web server's")]
    Port,
    /// It stands for a machine that not everybody can reach.
    #[error("not a public address")]
    Private,
}

impl Refusal {
    /// The name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Scheme => "not-https",
            Self::UserInfo => "user-info",
            Self::Port => "port",
            Self::Private => "not-public",
        }
    }
}

/// An address whose form is accepted. What its name stands for is judged at each delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    url: String,
    host: String,
    port: u16,
    encrypted: bool,
}

impl Target {
    /// Reads an address.
    pub fn parse(url: &str, policy: Policy) -> Result<Self, Refusal> {
        // A fragment is never sent, and a reader drops it without a word.
        let plain = url.bytes().all(|byte| byte.is_ascii_graphic()) && !url.contains(['#', '\\']);
        if !plain || url.len() > MOST_CHARACTERS {
            return Err(Refusal::Malformed);
        }
        let uri: Uri = url.parse().map_err(|_| Refusal::Malformed)?;
        let encrypted = match uri.scheme_str() {
            Some("https") => true,
            Some("http") if policy.loopback => false,
            Some(_) => return Err(Refusal::Scheme),
            None => return Err(Refusal::Malformed),
        };
        let authority = uri.authority().ok_or(Refusal::Malformed)?;
        if authority.as_str().contains('@') {
            return Err(Refusal::UserInfo);
        }
        let host = authority
            .host()
            .trim_start_matches('[')
            .trim_end_matches(']');
        if host.is_empty() {
            return Err(Refusal::Malformed);
        }
        let port = match authority.port() {
            Some(port) => port.as_str().parse().map_err(|_| Refusal::Malformed)?,
            None if authority.as_str().ends_with(':') => return Err(Refusal::Malformed),
            None if encrypted => 443,
            None => 80,
        };
        if encrypted && !PORTS.contains(&port) {
            return Err(Refusal::Port);
        }
        let target = Self {
            url: url.to_owned(),
            host: host.to_owned(),
            port,
            encrypted,
        };
        match host.parse::<IpAddr>() {
            Ok(address) if !target.permits(address) => Err(Refusal::Private),
            _ => Ok(target),
        }
    }

    /// As it was given.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Asks once what the name stands for. Every answer must be permitted: a name that also stands
    /// for a machine inside is not a public one.
    pub(super) async fn resolve(&self, names: &impl Names) -> Result<Vec<SocketAddr>, Unresolved> {
        let found = match self.host.parse::<IpAddr>() {
            Ok(address) => vec![SocketAddr::new(address, self.port)],
            Err(_) => names
                .look_up(&self.host, self.port)
                .await
                .map_err(|_| Unresolved::Unknown)?,
        };
        if found.is_empty() {
            return Err(Unresolved::Unknown);
        }
        if !found.iter().all(|found| self.permits(found.ip())) {
            return Err(Unresolved::Private);
        }
        // The port is the address's own, whatever the look-up says.
        Ok(found
            .into_iter()
            .map(|found| SocketAddr::new(found.ip(), self.port))
            .collect())
    }

    fn permits(&self, address: IpAddr) -> bool {
        if self.encrypted {
            is_public(address)
        } else {
            address.is_loopback()
        }
    }
}

/// Why a name leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unresolved {
    /// Nobody knows it now.
    Unknown,
    /// It stands for a machine inside.
    Private,
}

/// Who knows what names stand for.
pub trait Names: Sync {
    /// Every address of a host.
    fn look_up(
        &self,
        host: &str,
        port: u16,
    ) -> impl Future<Output = io::Result<Vec<SocketAddr>>> + Send;
}

/// The system's resolver.
#[derive(Debug, Clone, Copy)]
pub struct SystemNames;

impl Names for SystemNames {
    async fn look_up(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        Ok(tokio::net::lookup_host((host, port)).await?.collect())
    }
}

/// Whether anybody on the internet would reach the same machine by this address (the IANA
/// registries of special-purpose addresses; of IPv6 only global unicast, without tunnels).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let within = |network: [u8; 4], bits: u32| {
        (u32::from(address) ^ u32::from(Ipv4Addr::from(network))) >> (32 - bits) == 0
    };
    let special = [
        ([0, 0, 0, 0], 8),
        ([10, 0, 0, 0], 8),
        ([100, 64, 0, 0], 10),
        ([127, 0, 0, 0], 8),
        ([169, 254, 0, 0], 16),
        ([172, 16, 0, 0], 12),
        ([192, 0, 0, 0], 24),
        ([192, 0, 2, 0], 24),
        ([192, 88, 99, 0], 24),
        ([192, 168, 0, 0], 16),
        ([198, 18, 0, 0], 15),
        ([198, 51, 100, 0], 24),
        ([203, 0, 113, 0], 24),
        ([224, 0, 0, 0], 4),
        ([240, 0, 0, 0], 4),
    ];
    !special
        .into_iter()
        .any(|(network, bits)| within(network, bits))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let within = |network: [u16; 3], bits: u32| {
        let [first, second, third] = network;
        let network = Ipv6Addr::new(first, second, third, 0, 0, 0, 0, 0);
        (u128::from(address) ^ u128::from(network)) >> (128 - bits) == 0
    };
    // Teredo and other protocol assignments, documentation (both), 6to4.
    let special = [
        ([0x2001, 0, 0], 23),
        ([0x2001, 0xdb8, 0], 32),
        ([0x2002, 0, 0], 16),
        ([0x3fff, 0, 0], 20),
    ];
    within([0x2000, 0, 0], 3)
        && !special
            .into_iter()
            .any(|(network, bits)| within(network, bits))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    const STRICT: Policy = Policy { loopback: false };
    const TRIAL: Policy = Policy { loopback: true };

    #[test]
    fn only_addresses_that_anybody_reaches_are_public() {
        for inside in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::ffff:0:10.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b::8.8.8.8",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:2::1",
            "2001:10::1",
            "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "2002:808:808::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12:3456:789a::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for outside in [
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.1",
            "192.167.255.255",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2001:200::1",
            "2606:4700:4700::1111",
            "2a01:e0a::1",
            "2003::1",
            "3ffe::1",
        ] {
            assert!(is_public(outside.parse().unwrap()), "{outside}");
        }
    }

    #[test]
    fn the_form_of_an_address_is_judged_at_once() {
        for (url, refusal) in [
            ("", Refusal::Malformed),
            ("receiver.example", Refusal::Malformed),
            ("/hooks", Refusal::Malformed),
            ("https:///hooks", Refusal::Malformed),
            ("https://receiver.example:/hooks", Refusal::Malformed),
            ("https://receiver.example/#part", Refusal::Malformed),
            ("https://receiver.example\\@inside/", Refusal::Malformed),
            ("https://receiver.example/\r\nx: y", Refusal::Malformed),
            ("https://receivér.example/", Refusal::Malformed),
            ("http://receiver.example/", Refusal::Scheme),
            ("ftp://receiver.example/", Refusal::Scheme),
            ("file:///etc/passwd", Refusal::Scheme),
            ("https://user@receiver.example/", Refusal::UserInfo),
            ("https://user:word@receiver.example/", Refusal::UserInfo),
            ("https://receiver.example:22/", Refusal::Port),
            ("https://receiver.example:80/", Refusal::Port),
            ("https://127.0.0.1/", Refusal::Private),
            ("https://10.1.2.3:8443/", Refusal::Private),
            ("https://[::1]/", Refusal::Private),
            ("https://[::ffff:10.0.0.1]/", Refusal::Private),
            ("https://[fd00::1]:8443/hooks", Refusal::Private),
        ] {
            assert_eq!(Target::parse(url, STRICT), Err(refusal), "{url}");
        }
        let long = format!("https://receiver.example/{}", "a".repeat(MOST_CHARACTERS));
        assert_eq!(Target::parse(&long, STRICT), Err(Refusal::Malformed));
        for url in [
            "https://receiver.example",
            "https://receiver.example/hooks?tenant=7",
            "https://receiver.example:8443/",
            "https://8.8.8.8/",
            "https://[2606:4700:4700::1111]/",
        ] {
            assert_eq!(
                Target::parse(url, STRICT).map(|target| target.url),
                Ok(url.to_owned())
            );
        }
    }

    #[test]
    fn trials_reach_this_machine_and_nothing_else_without_encryption() {
        assert!(Target::parse("http://127.0.0.1:4711/hooks", TRIAL).is_ok());
        assert!(Target::parse("http://[::1]:4711/hooks", TRIAL).is_ok());
        assert_eq!(
            Target::parse("http://10.0.0.1/", TRIAL),
            Err(Refusal::Private)
        );
        assert_eq!(
            Target::parse("http://8.8.8.8/", TRIAL),
            Err(Refusal::Private)
        );
        assert_eq!(
            Target::parse("https://127.0.0.1/", TRIAL),
            Err(Refusal::Private)
        );
    }

    /// Answers another list each time it is asked.
    struct Changing {
        answers: Vec<Vec<&'static str>>,
        asked: AtomicUsize,
    }

    impl Names for Changing {
        async fn look_up(&self, _: &str, _: u16) -> io::Result<Vec<SocketAddr>> {
            let turn = self.asked.fetch_add(1, Ordering::SeqCst);
            let answer = self.answers.get(turn).ok_or(io::ErrorKind::NotFound)?;
            let address = |text: &&str| SocketAddr::new(text.parse().unwrap(), 9);
            Ok(answer.iter().map(address).collect())
        }
    }

    async fn resolved(url: &str, answer: &[&'static str]) -> Result<Vec<SocketAddr>, Unresolved> {
        let names = Changing {
            answers: vec![answer.to_vec()],
            asked: AtomicUsize::new(0),
        };
        Target::parse(url, STRICT).unwrap().resolve(&names).await
    }

    #[tokio::test]
    async fn a_name_must_stand_for_public_machines_only() {
        let url = "https://receiver.example/";
        let public: SocketAddr = "93.184.215.14:443".parse().unwrap();
        assert_eq!(resolved(url, &["93.184.215.14"]).await, Ok(vec![public]));
        for answer in [
            &["127.0.0.1"][..],
            &["93.184.215.14", "10.0.0.1"],
            &["169.254.169.254"],
            &["::1"],
            &["64:ff9b::a00:1"],
        ] {
            assert_eq!(resolved(url, answer).await, Err(Unresolved::Private));
        }
        assert_eq!(resolved(url, &[]).await, Err(Unresolved::Unknown));
    }

    #[tokio::test]
    async fn a_name_that_changes_its_meaning_is_judged_anew_and_asked_once_each_time() {
        let names = Changing {
            answers: vec![vec!["93.184.215.14"], vec!["127.0.0.1"]],
            asked: AtomicUsize::new(0),
        };
        let target = Target::parse("https://receiver.example/", STRICT).unwrap();
        assert!(target.resolve(&names).await.is_ok());
        assert_eq!(names.asked.load(Ordering::SeqCst), 1);
        assert_eq!(target.resolve(&names).await, Err(Unresolved::Private));
        assert_eq!(target.resolve(&names).await, Err(Unresolved::Unknown));
    }

    #[tokio::test]
    async fn other_ways_to_write_this_machine_lead_nowhere_either() {
        // The system's resolver reads all of these as 127.0.0.1, or knows none of them.
        for host in [
            "localhost",
            "127.1",
            "2130706433",
            "0x7f.0.0.1",
            "0177.0.0.1",
            "localhost.",
        ] {
            let target = Target::parse(&format!("https://{host}/"), STRICT).unwrap();
            assert!(target.resolve(&SystemNames).await.is_err(), "{host}");
        }
    }
}
