//! The PDF of a verification's receipt. It is no certificate: it carries neither seal nor credential,
//! but the signed receipt as an attached file.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, Utc};
use include_dir::DirEntry;
use serde_json::Value;
use typst::foundations::{Bytes, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::fonts::COVERAGE;
use super::render::{describe, instant, sweep};
use super::template::{self, KIT};
use super::world::{Data, Stock, World};
use super::{RenderError, RenderedPdf, qr};

const MAIN: &str = "receipt.typ";
const SOURCE: &[u8] = include_bytes!("receipt/receipt.typ");

/// What is printed and attached.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceiptPage {
    /// Every word of the page, as `receipt.typ` names them.
    pub words: Value,
    /// Title of the document.
    pub title: String,
    /// Name of the issuer.
    pub author: String,
    /// Where the receipt is verified: what its QR code says.
    pub address: String,
    /// The signed receipt.
    pub attached: Vec<u8>,
    /// When the verification was made.
    pub at: DateTime<Utc>,
    /// Tells this file from others.
    pub ident: String,
}

static STOCK: LazyLock<Result<Arc<Stock>, template::Error>> = LazyLock::new(|| {
    let mut stock = Stock {
        main: template::id(MAIN)?,
        sources: HashMap::new(),
        files: HashMap::new(),
    };
    template::add(&mut stock, MAIN, SOURCE.to_vec())?;
    for entry in KIT.entries() {
        if let DirEntry::File(file) = entry {
            let path = format!("kit/{}", file.path().to_string_lossy());
            template::add(&mut stock, &path, file.contents().to_vec())?;
        }
    }
    Ok(Arc::new(stock))
});

/// Draws a receipt as PDF/A-3a and PDF/UA-1. The same page gives the same bytes.
///
/// Takes CPU time and never waits: asynchronous callers put it on a blocking thread.
pub fn render_receipt(page: &ReceiptPage) -> Result<RenderedPdf, RenderError> {
    let world = prepare(page)?;
    let bytes = draw(&world, page);
    sweep();
    Ok(RenderedPdf { bytes: bytes? })
}

fn prepare(page: &ReceiptPage) -> Result<World, RenderError> {
    let stock = STOCK
        .as_ref()
        .map_err(|error| RenderError::Template(vec![error.to_string()]))?;
    let words = page.words.to_string();
    let unusual: String = words.chars().filter(|sign| !sign.is_ascii()).collect();
    let characters = COVERAGE.missing(&unusual);
    if !characters.is_empty() {
        return Err(RenderError::Undrawable { characters });
    }
    Ok(World {
        stock: Arc::clone(stock),
        data: Data {
            certificate: Bytes::from_string(words),
            qr: Bytes::from_string(qr::svg(&page.address)?),
            seal: Bytes::new(Vec::<u8>::new()),
            credential: Bytes::new(page.attached.clone()),
        },
    })
}

fn draw(world: &World, page: &ReceiptPage) -> Result<Vec<u8>, RenderError> {
    let mut document = typst::compile::<PagedDocument>(world)
        .output
        .map_err(|errors| RenderError::Template(describe(world, &errors)))?;
    let info = document.info_mut();
    info.title = Some(page.title.as_str().into());
    info.author = vec![page.author.as_str().into()];
    info.date = Smart::Custom(instant(page.at));
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
        .map_err(|error| RenderError::Export(vec![error.message().to_string()]))?;
    let options = PdfOptions {
        ident: Smart::Custom(page.ident.clone()),
        creator: Smart::Custom(Some("Sceau".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options)
        .map_err(|errors| RenderError::Export(describe(world, &errors)))
}
