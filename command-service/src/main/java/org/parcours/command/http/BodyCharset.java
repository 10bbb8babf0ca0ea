package org.parcours.command.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Converts a body to UTF-8 from the {@code charset} that its content type declares. What is converted is what is parsed
 * and what is stored: the document of the message always has the letters that were understood.
 *
 * <p>A body of JSON or XML without a declared charset remains as it is: its reader detects UTF-16 and XML's own
 * declaration. A byte order mark is more reliable than a header (RFC 7303, 3.3).
 */
public final class BodyCharset {

    /** Of an XML declaration: {@code encoding="ISO-8859-1"}. */
    private static final Pattern XML_ENCODING =
            Pattern.compile("^(<\\?xml\\b[^>]*?)\\s+encoding\\s*=\\s*([\"'])[^\"']*\\2");

    private static final String BYTE_ORDER_MARK = "\ufeff";

    /** In bytes: an XML declaration is within them. */
    private static final int XML_DECLARATION = 200;

    private BodyCharset() {}

    public sealed interface Result {}

    public record Converted(byte[] body) implements Result {}

    public record UnknownCharset() implements Result {}

    /** The body has bytes that the declared charset does not have. */
    public record Malformed() implements Result {}

    public static Result toUtf8(byte[] body, ContentType contentType) {
        Optional<String> declared = contentType.parameter("charset");
        if (declared.isEmpty()) {
            return new Converted(body);
        }
        Optional<Charset> charset = ofByteOrderMark(body).or(() -> declared.flatMap(BodyCharset::charset)
                .map(known -> isUtf8InFact(body, known) ? UTF_8 : known));
        if (charset.isEmpty()) {
            return new UnknownCharset();
        }
        if (isUtf8(charset.get()) && !hasXmlEncoding(body)) {
            return new Converted(body);
        }
        try {
            String decoded =
                    charset.get().newDecoder().decode(ByteBuffer.wrap(body)).toString();
            String text = decoded.startsWith(BYTE_ORDER_MARK) ? decoded.substring(1) : decoded;
            // RFC 7303, 3.2: the header has precedence over the XML declaration, which no longer is true.
            return new Converted(XML_ENCODING.matcher(text).replaceFirst("$1").getBytes(UTF_8));
        } catch (CharacterCodingException _) {
            return new Malformed();
        }
    }

    /** What is declared as ISO-8859-1 often is windows-1252, which differs in control characters only (WHATWG Encoding). */
    private static Optional<Charset> charset(String name) {
        try {
            Charset charset = Charset.forName(name);
            return Optional.of(charset.equals(StandardCharsets.ISO_8859_1) ? Charset.forName("windows-1252") : charset);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return Optional.empty();
        }
    }

    private static boolean isUtf8(Charset charset) {
        return charset.equals(UTF_8);
    }

    /** Text in a set of single bytes is hardly ever valid UTF-8, while many a sender declares such a set and sends UTF-8. */
    private static boolean isUtf8InFact(byte[] body, Charset declared) {
        boolean hasSingleBytes =
                declared.newEncoder().maxBytesPerChar() == 1 && !declared.equals(StandardCharsets.US_ASCII);
        if (!hasSingleBytes) {
            return false;
        }
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    private static boolean hasXmlEncoding(byte[] body) {
        String start = new String(body, 0, Math.min(body.length, XML_DECLARATION), StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
        return XML_ENCODING.matcher(start).find() && !start.contains("utf-8");
    }

    private static Optional<Charset> ofByteOrderMark(byte[] body) {
        if (startsWith(body, 0xfe, 0xff)) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        if (startsWith(body, 0xff, 0xfe)) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        return startsWith(body, 0xef, 0xbb, 0xbf) ? Optional.of(UTF_8) : Optional.empty();
    }

    private static boolean startsWith(byte[] body, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (body.length <= i || (body[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
