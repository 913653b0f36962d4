//! Traffic of an async-nats client with default options. See ../README.md.

use async_nats::client::RequestErrorKind;
use async_nats::{Client, ConnectError, ConnectErrorKind, ConnectOptions, Error, Event};
use futures_util::StreamExt;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::task::JoinSet;

const SUBJECT: &str = "traffic";

#[tokio::main]
async fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [mode, folder, key, name] = arguments.as_slice() else {
        return Err("usage: requests|responder|connect|logins FOLDER servers|url NAME".into());
    };
    if mode == "logins" {
        return logins(Path::new(folder), name).await;
    }
    let closed = Arc::new(AtomicBool::new(false));
    let client = match connect(Path::new(folder), key, name, closed.clone()).await {
        Ok(client) => client,
        Err(kind) => {
            println!("{kind}");
            std::process::exit(1);
        }
    };
    match mode.as_str() {
        "connect" => println!("ok"),
        "responder" => respond(client).await?,
        "requests" => request(client, closed).await?,
        _ => return Err("no such mode".into()),
    }
    std::process::exit(0); // not waiting for whoever reads the input
}

/// Connects, or returns the kind of error.
async fn connect(
    folder: &Path,
    key: &str,
    name: &str,
    closed: Arc<AtomicBool>,
) -> Result<Client, String> {
    let mut options = ConnectOptions::new()
        .name(name)
        .event_callback(move |event| {
            eprintln!("{event}");
            if event == Event::Closed {
                closed.store(true, Ordering::Relaxed);
            }
            async {}
        });
    if key == "servers" {
        options = options.token(read(folder, "token")?);
    }
    let servers: Vec<String> = read(folder, key)?.split(',').map(String::from).collect();
    options.connect(servers).await.map_err(class)
}

fn read(folder: &Path, file: &str) -> Result<String, String> {
    let text = std::fs::read_to_string(folder.join(file)).map_err(|e| e.kind().to_string())?;
    Ok(text.trim().to_owned())
}

fn class(error: ConnectError) -> String {
    match error.kind() {
        ConnectErrorKind::AuthorizationViolation => "authorization".into(),
        kind => format!("{kind:?}"),
    }
}

async fn logins(folder: &Path, name: &str) -> Result<(), Error> {
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let (server, key) = line.split_once(' ').ok_or("SERVER KEY")?;
        let once = ConnectOptions::new()
            .name(name)
            .token(read(folder, key)?)
            .connection_timeout(Duration::from_secs(5))
            .connect(server);
        match once.await {
            Ok(_) => println!("ok"),
            Err(error) => println!("{}", class(error)),
        }
    }
    Ok(())
}

async fn respond(client: Client) -> Result<(), Error> {
    let mut requests = client.queue_subscribe(SUBJECT, "responders".into()).await?;
    client.flush().await?;
    println!("connected");
    tokio::spawn(async move {
        while let Some(request) = requests.next().await {
            if let Some(reply) = request.reply {
                let _ = client.publish(reply, request.payload).await;
            }
        }
    });
    end().await
}

async fn request(client: Client, closed: Arc<AtomicBool>) -> Result<(), Error> {
    println!("connected");
    let why = Arc::new(Mutex::new(BTreeMap::<String, u32>::new()));
    let mut sent = 0;
    let mut open = JoinSet::new();
    let mut every = tokio::time::interval(Duration::from_millis(50));
    let end = end();
    tokio::pin!(end);
    loop {
        tokio::select! {
            _ = &mut end => break,
            _ = every.tick() => {
                sent += 1;
                open.spawn(one(client.clone(), why.clone()));
            }
        }
    }
    while open.join_next().await.is_some() {}
    let why = why.lock().unwrap();
    let lost: u32 = why.values().sum();
    let result = serde_json::json!({
        "library": format!("async-nats {}", version()),
        "sent": sent,
        "answered": sent - lost,
        "lost": lost,
        "why": *why,
        "reconnects": client.statistics().connects.load(Ordering::Relaxed) - 1,
        "closed": closed.load(Ordering::Relaxed),
    });
    println!("{result}");
    Ok(())
}

async fn one(client: Client, why: Arc<Mutex<BTreeMap<String, u32>>>) {
    let answer = client.request(SUBJECT, "hi".into());
    let kind = match tokio::time::timeout(Duration::from_secs(2), answer).await {
        Ok(Ok(_)) => return,
        Err(_) => "timeout".into(),
        Ok(Err(error)) => match error.kind() {
            RequestErrorKind::TimedOut => "timeout".into(),
            RequestErrorKind::NoResponders => "no responders".into(),
            kind => format!("{kind:?}"),
        },
    };
    *why.lock().unwrap().entry(kind).or_default() += 1;
}

async fn end() -> Result<(), Error> {
    tokio::io::stdin().read_to_end(&mut Vec::new()).await?;
    Ok(())
}

/// As Cargo.lock has it.
fn version() -> &'static str {
    let mut lines = include_str!("Cargo.lock").lines();
    lines.find(|line| *line == r#"name = "async-nats""#);
    lines
        .next()
        .unwrap_or("")
        .trim_start_matches("version = ")
        .trim_matches('"')
}
