package org.parcours.command.checkpoint;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param enabled false: nothing is signed
 * @param key the Ed25519 private key, PKCS #8 in PEM; the public one beside it, {@code …pub.pem}. Made where neither is
 * @param commits a checkpoint after so many
 * @param interval a checkpoint after so long, when the log has grown
 */
@ConfigurationProperties("parcours.log.checkpoint")
public record CheckpointProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("data/checkpoint-key.pem") Path key,
        @DefaultValue("10000") long commits,
        @DefaultValue("15m") Duration interval) {

    public Path publicKey() {
        return SigningKey.publicKeyFile(key);
    }
}
