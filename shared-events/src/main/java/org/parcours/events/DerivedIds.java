package org.parcours.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Ids and hashes derived from business keys, so that no IPP or visit number is readable in a tag or an id. */
public final class DerivedIds {

    private DerivedIds() {}

    /** The SHA-256 of the parts, 64 hexadecimal digits; each part is preceded by its length, so that lists stay distinct. */
    public static String hash(String... parts) {
        return HexFormat.of().formatHex(digest(parts));
    }

    /** A UUIDv8 (RFC 9562 §5.8) from the SHA-256 of the parts: equal parts give equal ids. */
    public static UUID uuid(String... parts) {
        ByteBuffer bytes = ByteBuffer.wrap(digest(parts));
        long high = (bytes.getLong() & ~0xF000L) | 0x8000L;
        long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    public static StayId stay(Identifier visitNumber) {
        return new StayId(uuid("stay", visitNumber.system(), visitNumber.value()));
    }

    public static StepId step(StepKey key) {
        Identifier identifier = key.identifier();
        return new StepId(uuid("step", key.family(), identifier.system(), identifier.value()));
    }

    private static byte[] digest(String... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                sha256.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                sha256.update(bytes);
            }
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
