package org.parcours.command.eventlog.chain;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import org.parcours.command.eventlog.Head;
import org.parcours.command.store.Hash;

/**
 * Where the log ended at a moment, signed, to be kept elsewhere: against a log that was cut off, or whose hashes were all
 * computed anew from some commit on. Neither shows in the chain itself.
 *
 * @param log which log: the hash of its first commit
 * @param head of it
 * @param reason why then
 * @param signedAt by the signer's clock
 * @param key the first 16 hex digits of the SHA-256 of the public key (X.509 encoded)
 * @param signature Ed25519 (RFC 8032) over {@link #text()}
 */
public record Checkpoint(Hash log, Head head, Reason reason, Instant signedAt, String key, byte[] signature) {

    public enum Reason {
        /** So many commits, or so much time, after the one before. */
        PERIODIC,
        /** The service ends: what comes later was appended by another. */
        SHUTDOWN
    }

    private static final String ALGORITHM = "Ed25519";

    public static Checkpoint signed(
            Hash log, Head head, Reason reason, Instant signedAt, PrivateKey signer, PublicKey verifier) {
        var unsigned = new Checkpoint(log, head, reason, signedAt, keyId(verifier), new byte[0]);
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(signer);
            signature.update(unsigned.text().getBytes(StandardCharsets.UTF_8));
            return new Checkpoint(log, head, reason, signedAt, unsigned.key(), signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The checkpoint cannot be signed", e);
        }
    }

    public boolean isSignedBy(PublicKey verifier) {
        try {
            var check = Signature.getInstance(ALGORITHM);
            check.initVerify(verifier);
            check.update(text().getBytes(StandardCharsets.UTF_8));
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // not even a signature
        }
    }

    public static String keyId(PublicKey key) {
        return Hash.of(key.getEncoded()).toString().substring(0, 16);
    }

    /** What is signed: one line a value, each ended by a line feed. {@code openssl pkeyutl -verify -rawin} can check it. */
    public String text() {
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
                        log, head.sequence(), head.position(), head.hash(), head.recordedAt(), reason, signedAt, key);
    }

    public String signatureText() {
        return Base64.getEncoder().encodeToString(signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checkpoint checkpoint
                && text().equals(checkpoint.text())
                && java.util.Arrays.equals(signature, checkpoint.signature);
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }
}
