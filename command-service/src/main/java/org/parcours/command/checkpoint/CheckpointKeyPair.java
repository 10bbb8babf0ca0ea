package org.parcours.command.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.chain.SignedCheckpoint;
import org.parcours.command.eventlog.chain.SignedCheckpoint.Reason;
import org.parcours.command.store.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An Ed25519 key pair in two PEM files, in the format of {@code openssl}. */
public final class CheckpointKeyPair {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointKeyPair.class);
    private static final String ALGORITHM = "Ed25519";

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private CheckpointKeyPair(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /**
     * Loads the key pair, or creates it if neither file exists.
     *
     * @throws IllegalStateException if a file cannot be read, or only one of the two exists
     */
    static CheckpointKeyPair loadOrCreate(Path file) {
        var publicKeyFile = publicKeyFile(file);
        try {
            if (Files.notExists(file) && Files.notExists(publicKeyFile)) {
                create(file, publicKeyFile);
                LOG.info(
                        "checkpoint key created file={}: copy {} to a place that users with access to the log cannot change",
                        file,
                        publicKeyFile);
            }
            if (Files.notExists(publicKeyFile)) {
                throw new IllegalStateException(
                        "The public key %s is missing. Create it: openssl pkey -in %s -pubout -out %s"
                                .formatted(publicKeyFile, file, publicKeyFile));
            }
            var key = new CheckpointKeyPair(
                    KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(decode(file))),
                    readPublicKey(publicKeyFile));
            var probe = key.sign(LogHead.empty().hash(), LogHead.empty(), Reason.PERIODIC, Instant.EPOCH);
            if (!probe.isSignedBy(key.publicKey)) {
                throw new IllegalStateException("The keys in %s and %s are not a pair".formatted(file, publicKeyFile));
            }
            return key;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The checkpoint key in %s cannot be read or created".formatted(file), e);
        }
    }

    public static PublicKey readPublicKey(Path file) throws IOException, GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(decode(file)));
    }

    static Path publicKeyFile(Path file) {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.pem$", "") + ".pub.pem");
    }

    SignedCheckpoint sign(Hash log, LogHead head, Reason reason, Instant signedAt) {
        var keyId = Hash.of(publicKey.getEncoded()).toString().substring(0, 16);
        var unsigned = new SignedCheckpoint(log, head, reason, signedAt, keyId, new byte[0]);
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(unsigned.signedText().getBytes(StandardCharsets.UTF_8));
            return new SignedCheckpoint(log, head, reason, signedAt, keyId, signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The checkpoint cannot be signed", e);
        }
    }

    private static void create(Path file, Path publicKeyFile) throws GeneralSecurityException, IOException {
        var directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        var pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        Files.createFile(file, ownerOnlyPermissions());
        Files.writeString(file, encode("PRIVATE KEY", pair.getPrivate().getEncoded()));
        Files.writeString(publicKeyFile, encode("PUBLIC KEY", pair.getPublic().getEncoded()));
    }

    private static FileAttribute<?>[] ownerOnlyPermissions() {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        var permissions = PosixFilePermissions.fromString("rw-------");
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }

    private static String encode(String label, byte[] key) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key), label);
    }

    private static byte[] decode(Path file) throws IOException {
        return Base64.getMimeDecoder().decode(Files.readString(file).replaceAll("-----[A-Z ]+-----", ""));
    }
}
