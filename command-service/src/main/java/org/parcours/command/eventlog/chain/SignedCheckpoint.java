package org.parcours.command.eventlog.chain;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.store.Hash;

/**
 * The head of the log at a moment, signed, to be kept outside of the log. It detects a log whose end was cut off, or
 * whose hashes were all recomputed from some commit on; the hash chain itself detects neither.
 *
 * @param logId the hash of the log's first commit
 * @param signedAt by the signer's clock
 * @param keyId the first 16 hex digits of the SHA-256 of the public key (X.509 encoded)
 * @param signature Ed25519 (RFC 8032) over {@link #signedText()}
 */
public record SignedCheckpoint(
        Hash logId, LogHead head, Reason reason, Instant signedAt, String keyId, byte[] signature) {

    public enum Reason {
        /** A number of commits, or some time, after the previous checkpoint. */
        PERIODIC,
        /** The service stops: later commits are by another process. */
        SHUTDOWN
    }

    public boolean isSignedBy(PublicKey publicKey) {
        try {
            var check = Signature.getInstance("Ed25519");
            check.initVerify(publicKey);
            check.update(signedText().getBytes(StandardCharsets.UTF_8));
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // not a signature at all
        }
    }

    /** The text that is signed, each line ended by a line feed; for {@code openssl pkeyutl -verify -rawin}. */
    public String signedText() {
        return """
                parcours checkpoint v1
                log %s
                sequence %d
                position %d
                hash %s
                recorded %s
                reason %s
                signed %s
                key %s
                """.formatted(
                logId, head.sequence(), head.position(), head.hash(), head.recordedAt(), reason, signedAt, keyId);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedCheckpoint checkpoint
                && signedText().equals(checkpoint.signedText())
                && Arrays.equals(signature, checkpoint.signature);
    }

    @Override
    public int hashCode() {
        return signedText().hashCode();
    }
}
