package org.parcours.command.intake.fhir.resource;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.message.RejectionException;

/**
 * Decodes the bytes of a message: by its byte order mark, else by the zero bytes of its first characters (RFC 4627 §3), else
 * by its XML declaration, else as UTF-8. Bytes that are no characters of that encoding are rejected, never replaced.
 */
final class MessageDecoder {

    private static final Charset UTF_32BE = Charset.forName("UTF-32BE");
    private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
    private static final Pattern XML_ENCODING =
            Pattern.compile("^<\\?xml\\b[^>]*?\\sencoding\\s*=\\s*[\"']([^\"']{1,40})[\"']");

    /** In bytes: an XML declaration is within them. */
    private static final int XML_DECLARATION = 200;

    private MessageDecoder() {}

    /** @param start of the text after the byte order mark */
    private record Encoding(Charset charset, int start) {}

    /** @throws RejectionException where the bytes are not in their encoding */
    static String decode(byte[] bytes) {
        Encoding encoding = encoding(bytes);
        ByteBuffer text = ByteBuffer.wrap(bytes, encoding.start(), bytes.length - encoding.start());
        try {
            return encoding.charset().newDecoder().decode(text).toString();
        } catch (CharacterCodingException e) {
            throw malformed(encoding.charset(), bytes, text.position());
        }
    }

    /** The bytes in UTF-8, without a byte order mark: the same array where they are already. */
    static byte[] toUtf8(byte[] bytes) {
        Encoding encoding = encoding(bytes);
        if (!encoding.charset().equals(StandardCharsets.UTF_8)) {
            // A lone surrogate cannot be decoded, so that each character can be encoded again.
            return decode(bytes).getBytes(StandardCharsets.UTF_8);
        }
        requireUtf8(bytes);
        return encoding.start() == 0 ? bytes : Arrays.copyOfRange(bytes, encoding.start(), bytes.length);
    }

    /** Without keeping the text: a message may have tens of megabytes. */
    private static void requireUtf8(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(1 << 13);
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            out.clear();
            result = decoder.decode(in, out, true);
        }
        if (result.isError()) {
            throw malformed(StandardCharsets.UTF_8, bytes, in.position());
        }
    }

    private static Encoding encoding(byte[] bytes) {
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return new Encoding(StandardCharsets.UTF_8, 3);
        }
        if (startsWith(bytes, 0x00, 0x00, 0xFE, 0xFF)) {
            return new Encoding(UTF_32BE, 4);
        }
        if (startsWith(bytes, 0xFF, 0xFE, 0x00, 0x00)) {
            return new Encoding(UTF_32LE, 4);
        }
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return new Encoding(StandardCharsets.UTF_16BE, 2);
        }
        if (startsWith(bytes, 0xFF, 0xFE)) {
            return new Encoding(StandardCharsets.UTF_16LE, 2);
        }
        return new Encoding(byZeroBytes(bytes).orElseGet(() -> declaredInXml(bytes)), 0);
    }

    /** The first two characters of JSON and XML are ASCII. */
    private static Optional<Charset> byZeroBytes(byte[] bytes) {
        if (bytes.length < 4) {
            return Optional.empty();
        }
        int zeros = 0;
        for (int i = 0; i < 4; i++) {
            zeros |= bytes[i] == 0 ? 8 >> i : 0;
        }
        return switch (zeros) {
            case 0b1110 -> Optional.of(UTF_32BE);
            case 0b0111 -> Optional.of(UTF_32LE);
            case 0b1010 -> Optional.of(StandardCharsets.UTF_16BE);
            case 0b0101 -> Optional.of(StandardCharsets.UTF_16LE);
            default -> Optional.empty();
        };
    }

    private static Charset declaredInXml(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, XML_DECLARATION), StandardCharsets.ISO_8859_1)
                .stripLeading();
        Matcher declaration = XML_ENCODING.matcher(start);
        if (!declaration.find()) {
            return StandardCharsets.UTF_8;
        }
        try {
            Charset declared = Charset.forName(declaration.group(1));
            // What is declared as ISO-8859-1 often is windows-1252 (WHATWG Encoding); a declaration that can be read in
            // single bytes cannot be of UTF-16.
            return switch (declared.name()) {
                case "ISO-8859-1" -> Charset.forName("windows-1252");
                case "UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32" -> StandardCharsets.UTF_8;
                default -> declared;
            };
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw FhirRejectionCode.UNREADABLE.exceptionAt(
                    "", "unknown encoding in the XML declaration: UTF-8 expected");
        }
    }

    private static RejectionException malformed(Charset charset, byte[] bytes, int at) {
        int line = 1;
        for (int i = 0; i < at; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return FhirRejectionCode.UNREADABLE.exceptionAt("", "not %s: byte %d, line %d".formatted(charset, at, line));
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
