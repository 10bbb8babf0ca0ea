package org.parcours.command.eventlog.chain;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.store.Hash;

/**
 * Where the log ended at a moment, signed, to be kept elsewhere: against a log that was cut off, or whose hashes were all
 * computed anew from some commit on. Neither shows in the chain itself.
 *
 * @param logId which log: the hash of its first commit
 * @param head of it
 * @param reason why then
 * @param signedAt by the signer's clock
 * @param keyId the first 16 hex digits of the SHA-256 of the public key (X.509 encoded)
 * @param signature Ed25519 (RFC 8032) over {@link #signedText()}
 */
public record Checkpoint(Hash logId, LogHead head, Reason reason, Instant signedAt, String keyId, byte[] signature) {

    public enum Reason {
        /** So many commits, or so much time, after the one before. */
        PERIODIC,
        /** The service ends: what comes later was appended by another. */
        SHUTDOWN
    }

    private static final String ALGORITHM = "Ed25519";

    public static Checkpoint sign(
            Hash logId, LogHead head, Reason reason, Instant signedAt, PrivateKey privateKey, PublicKey publicKey) {
        var unsigned = new Checkpoint(logId, head, reason, signedAt, keyId(publicKey), new byte[0]);
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(unsigned.signedText().getBytes(StandardCharsets.UTF_8));
            return new Checkpoint(logId, head, reason, signedAt, unsigned.keyId(), signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The checkpoint cannot be signed", e);
        }
    }

    public boolean isSignedBy(PublicKey publicKey) {
        try {
            var check = Signature.getInstance(ALGORITHM);
            check.initVerify(publicKey);
            check.update(signedText().getBytes(StandardCharsets.UTF_8));
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // not even a signature
        }
    }

    public static String keyId(PublicKey key) {
        return Hash.of(key.getEncoded()).toString().substring(0, 16);
    }

    /** What is signed: one line a value, each ended by a line feed. {@code openssl pkeyutl -verify -rawin} can check it. */
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

    public String signatureBase64() {
        return Base64.getEncoder().encodeToString(signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checkpoint checkpoint
                && signedText().equals(checkpoint.signedText())
                && java.util.Arrays.equals(signature, checkpoint.signature);
    }

    @Override
    public int hashCode() {
        return signedText().hashCode();
    }
}
