package org.parcours.command.intake;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.events.Identifier;

/**
 * Identifiers as they identify, the same for every format: two that look the same, or name the same authority in two ways,
 * are one.
 *
 * <p>A value has no invisible characters, no blanks around it, plain blanks inside, and composed letters (NFC). A system is
 * such a value, and: an OID is a {@code urn:oid:} (RFC 3061); the beginning of a URN is in lower case, since case has no
 * meaning there (RFC 8141 §3.1), and so is the whole of a {@code urn:uuid:} (RFC 9562 §4).
 */
public final class IdentifierNormalizer {

    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
    /** The byte order mark, the zero width space, the soft hyphen, control characters. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Cc}&&[^\\s]]+");

    private static final Pattern OID = Pattern.compile("[0-2](\\.(0|[1-9]\\d*))+");
    private static final Pattern OID_URN = Pattern.compile("(?:urn\\s*:\\s*)?oid\\s*:(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern URN = Pattern.compile("(urn:[a-z0-9][a-z0-9-]*:)(.*)", Pattern.CASE_INSENSITIVE);
    private static final String OID_PREFIX = "urn:oid:";
    private static final String UUID_PREFIX = "urn:uuid:";

    private IdentifierNormalizer() {}

    /** The same identifier in its normal form; empty where nothing visible is left of its system or value. */
    public static Optional<Identifier> normalize(Identifier identifier) {
        String system = system(identifier.system());
        String value = value(identifier.value());
        return system.isEmpty() || value.isEmpty()
                ? Optional.empty()
                : Optional.of(new Identifier(
                        system,
                        value,
                        identifier.type().map(IdentifierNormalizer::value).filter(type -> !type.isEmpty())));
    }

    public static String value(String text) {
        if (isPlain(text)) {
            return text;
        }
        return BLANKS.matcher(Normalizer.normalize(INVISIBLE.matcher(text).replaceAll(""), Normalizer.Form.NFC))
                .replaceAll(" ")
                .strip();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    public static String system(String text) {
        String system = value(text);
        if (system.regionMatches(true, 0, "http", 0, 4)) {
            return system; // Most are URLs: neither an OID nor a URN.
        }
        if (system.startsWith(UUID_PREFIX)) {
            return system.toLowerCase(Locale.ROOT);
        }
        if (isOid(system)) {
            return OID_PREFIX + system;
        }
        Matcher oid = OID_URN.matcher(system);
        if (oid.matches()) {
            return OID_PREFIX + oid.group(1).strip();
        }
        Matcher urn = URN.matcher(system);
        if (!urn.matches()) {
            return system;
        }
        String prefix = urn.group(1).toLowerCase(Locale.ROOT);
        return prefix + (prefix.equals(UUID_PREFIX) ? urn.group(2).toLowerCase(Locale.ROOT) : urn.group(2));
    }

    public static boolean isOid(String text) {
        return OID.matcher(text).matches();
    }
}
