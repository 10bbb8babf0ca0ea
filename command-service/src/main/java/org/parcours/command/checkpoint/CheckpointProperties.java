package org.parcours.command.checkpoint;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When checkpoints are signed, and with which key.
 *
 * @param key the Ed25519 private key, PKCS #8 in PEM; the public key is next to it, in {@code ….pub.pem}. Both are
 *     created if neither exists
 * @param commits the number of commits after which a checkpoint is signed
 * @param interval the time after which a checkpoint is signed if the log has grown
 */
@ConfigurationProperties("parcours.log.checkpoint")
public record CheckpointProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("data/checkpoint-key.pem") Path key,
        @DefaultValue("10000") long commits,
        @DefaultValue("15m") Duration interval) {

    public Path publicKey() {
        return CheckpointKeyPair.publicKeyFile(key);
    }
}
