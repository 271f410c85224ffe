//! The status lists as published: every form of one version, replaced together.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use super::audit::{self, Act};
use super::certificates::is_foreign_key_violation;
use super::row::inconsistent;
use super::{Error, Store, Transaction, on_pool, written};
use crate::audit::AuditEvent;
use crate::status::Form;

/// The latest version of a list, without its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Publication {
    /// Number of the list.
    pub list: u32,
    /// 1 for the first publication, then one more each time.
    pub version: u32,
    /// From when it may be relied on.
    pub valid_from: DateTime<Utc>,
    /// Until when it may be relied on.
    pub valid_until: DateTime<Utc>,
}

/// A signed list in every form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedStatusList {
    /// Which version of which list.
    pub publication: Publication,
    /// The signed bytes by form.
    pub forms: BTreeMap<Form, Vec<u8>>,
}

/// One form of a list, as it is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedForm {
    /// Which version of which list.
    pub publication: Publication,
    /// The signed bytes.
    pub document: Vec<u8>,
}

#[derive(FromRow)]
struct PublicationRow {
    list: i64,
    version: i64,
    valid_from: DateTime<Utc>,
    valid_until: DateTime<Utc>,
}

#[derive(FromRow)]
struct FormRow {
    #[sqlx(flatten)]
    publication: PublicationRow,
    form: String,
    document: Vec<u8>,
}

impl PublicationRow {
    fn read(&self) -> Result<Publication, Error> {
        let number = |value: i64, column| {
            u32::try_from(value).map_err(|_| inconsistent("status_publications", column, self.list))
        };
        Ok(Publication {
            list: number(self.list, "list")?,
            version: number(self.version, "version")?,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
        })
    }
}

impl Store {
    /// Every list that was published, in order.
    pub async fn publications(&self) -> Result<Vec<Publication>, Error> {
        let rows: Vec<PublicationRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT list, version, valid_from, valid_until FROM status_publications ORDER BY list",
        )
        .fetch_all(pool).await)?;
        rows.iter().map(PublicationRow::read).collect()
    }

    /// The list as last published, in every form.
    // One statement: a version that is put meanwhile is seen whole or not at all.
    pub async fn published_status_list(
        &self,
        list: u32,
    ) -> Result<Option<PublishedStatusList>, Error> {
        let rows: Vec<FormRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT p.list, p.version, p.valid_from, p.valid_until, f.form, f.document \
             FROM status_publications p JOIN status_forms f ON f.list = p.list \
             WHERE p.list = $1",
        )
        .bind(i64::from(list))
        .fetch_all(pool).await)?;
        let Some(first) = rows.first() else {
            return Ok(None);
        };
        let publication = first.publication.read()?;
        let mut forms = BTreeMap::new();
        for row in rows {
            let form = Form::from_name(&row.form)
                .ok_or_else(|| inconsistent("status_forms", "form", list))?;
            forms.insert(form, row.document);
        }
        Ok(Some(PublishedStatusList { publication, forms }))
    }

    /// One form of the list as last published.
    pub async fn published_form(
        &self,
        list: u32,
        form: Form,
    ) -> Result<Option<PublishedForm>, Error> {
        let row: Option<FormRow> = on_pool!(self, pool => sqlx::query_as(
            "SELECT p.list, p.version, p.valid_from, p.valid_until, f.form, f.document \
             FROM status_publications p JOIN status_forms f ON f.list = p.list \
             WHERE p.list = $1 AND f.form = $2",
        )
        .bind(i64::from(list))
        .bind(form.name())
        .fetch_optional(pool).await)?;
        row.map(|row| {
            Ok(PublishedForm {
                publication: row.publication.read()?,
                document: row.document,
            })
        })
        .transpose()
    }

    /// Replaces the published list by its next version, in every form;
    /// [`Error::PublishedMeanwhile`] if another process published that version or a later one.
    pub async fn put_status_list(
        &self,
        new: &PublishedStatusList,
        operator: &str,
    ) -> Result<(), Error> {
        let Publication {
            list, valid_from, ..
        } = new.publication;
        let mut transaction = self.begin().await?;
        let done = match replace(&mut transaction, &new.publication).await {
            Ok(done) => done,
            Err(error) if is_foreign_key_violation(&error) => return Err(Error::NoSuchList(list)),
            Err(error) => return Err(error.into()),
        };
        if done == 0 {
            return Err(Error::PublishedMeanwhile { list });
        }
        for (form, document) in &new.forms {
            written!(
                transaction,
                sqlx::query(
                    "INSERT INTO status_forms (list, form, document) VALUES ($1, $2, $3) \
                 ON CONFLICT (list, form) DO UPDATE SET document = excluded.document",
                )
                .bind(i64::from(list))
                .bind(form.name())
                .bind(document)
            )?;
        }
        let act = Act {
            name: "put_status_list",
            operator,
            at: valid_from,
        };
        let event = AuditEvent::StatusListPublished { list };
        audit::record(&mut transaction, act, None, &event).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Notes the version if it is the next one; the number of rows written.
async fn replace(transaction: &mut Transaction, new: &Publication) -> Result<u64, sqlx::Error> {
    let done = written!(
        transaction,
        sqlx::query(
            "INSERT INTO status_publications (list, version, valid_from, valid_until) \
         VALUES ($1, $2, $3, $4) ON CONFLICT (list) DO UPDATE SET \
         version = excluded.version, valid_from = excluded.valid_from, \
         valid_until = excluded.valid_until \
         WHERE status_publications.version = excluded.version - 1",
        )
        .bind(i64::from(new.list))
        .bind(i64::from(new.version))
        .bind(new.valid_from)
        .bind(new.valid_until)
    )?;
    Ok(done)
}
