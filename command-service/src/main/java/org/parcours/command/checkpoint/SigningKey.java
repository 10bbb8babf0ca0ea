package org.parcours.command.checkpoint;

import java.io.IOException;
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
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.parcours.command.eventlog.Head;
import org.parcours.command.eventlog.chain.Checkpoint;
import org.parcours.command.store.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An Ed25519 key pair in two PEM files, as {@code openssl} writes and reads them. */
public final class SigningKey {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKey.class);
    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private final PrivateKey signer;
    private final PublicKey verifier;

    private SigningKey(PrivateKey signer, PublicKey verifier) {
        this.signer = signer;
        this.verifier = verifier;
    }

    /**
     * The key in the file; a new one where there is none.
     *
     * @throws IllegalStateException when a file cannot be read, or only one of the two is there
     */
    static SigningKey in(Path file) {
        var publicFile = publicFile(file);
        try {
            if (Files.notExists(file) && Files.notExists(publicFile)) {
                create(file, publicFile);
                LOG.info(
                        "checkpoint key made file={}: keep {} where whoever can change the log cannot change it",
                        file,
                        publicFile);
            }
            if (Files.notExists(publicFile)) {
                throw new IllegalStateException(
                        "The public key %s is missing. Make it: openssl pkey -in %s -pubout -out %s"
                                .formatted(publicFile, file, publicFile));
            }
            var key = new SigningKey(
                    KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(decode(file))),
                    readPublic(publicFile));
            key.requirePair(file, publicFile);
            return key;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The checkpoint key in %s cannot be read or made".formatted(file), e);
        }
    }

    public static PublicKey readPublic(Path file) throws IOException, GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(decode(file)));
    }

    static Path publicFile(Path file) {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.pem$", "") + ".pub.pem");
    }

    Checkpoint sign(Hash log, Head head, Checkpoint.Reason reason, java.time.Instant at) {
        return Checkpoint.signed(log, head, reason, at, signer, verifier);
    }

    private void requirePair(Path file, Path publicFile) {
        var probe = sign(Head.empty().hash(), Head.empty(), Checkpoint.Reason.PERIODIC, java.time.Instant.EPOCH);
        if (!probe.isSignedBy(verifier)) {
            throw new IllegalStateException("The keys in %s and %s are not a pair".formatted(file, publicFile));
        }
    }

    private static void create(Path file, Path publicFile) throws GeneralSecurityException, IOException {
        var directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        var pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        Files.createFile(file, ownersOnly());
        Files.writeString(file, encode(PRIVATE, pair.getPrivate().getEncoded()));
        Files.writeString(publicFile, encode(PUBLIC, pair.getPublic().getEncoded()));
    }

    private static FileAttribute<?>[] ownersOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static String encode(String what, byte[] key) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key), what);
    }

    private static byte[] decode(Path file) throws IOException {
        return Base64.getMimeDecoder().decode(Files.readString(file).replaceAll("-----[A-Z ]+-----", ""));
    }
}
