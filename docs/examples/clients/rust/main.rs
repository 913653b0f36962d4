//! Answers on the subject greet, and goes on when the token changes.

use async_nats::{Auth, AuthError, ConnectOptions, Error};
use futures_util::StreamExt;

/// Reads a key of the Secret orders-nats-token, which is mounted as files.
fn secret(key: &str) -> std::io::Result<String> {
    let folder = std::env::var("NATS_SECRET_DIR").unwrap_or("/etc/nats-token".into());
    let text = std::fs::read_to_string(std::path::Path::new(&folder).join(key))?;
    Ok(text.trim().into())
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let servers: Vec<String> = secret("servers")?.split(',').map(String::from).collect();
    // Asked at every connect. It tries for ever: a refusal is no reason to give up.
    let client = ConnectOptions::with_auth_callback(|_| async {
        let mut auth = Auth::new();
        auth.token = Some(secret("token").map_err(AuthError::new)?);
        Ok(auth)
    })
    .name("greeter")
    .retry_on_initial_connect()
    .connect(servers)
    .await?;
    let mut requests = client.subscribe("greet").await?;
    while let Some(request) = requests.next().await {
        if let Some(reply) = request.reply {
            client.publish(reply, "Hello from Rust".into()).await?;
        }
    }
    Err("closed; Kubernetes starts me anew".into())
}
