package org.parcours.command.intake.cloudevents;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.parcours.command.message.RejectionException;

/**
 * Decodes JSON: UTF-8, and UTF-16 and UTF-32 where a byte order mark or the zeros of the first characters say so (RFC 4627
 * §3). Bytes that are no characters are rejected: replaced, they would be other letters.
 */
final class JsonTextDecoder {

    private static final Charset UTF_32BE = Charset.forName("UTF-32BE");
    private static final Charset UTF_32LE = Charset.forName("UTF-32LE");

    private record Encoding(Charset charset, int markLength) {}

    private static final Encoding UTF_8 = new Encoding(StandardCharsets.UTF_8, 0);

    private JsonTextDecoder() {}

    /** @throws RejectionException naming the place of the first byte that is no character */
    static String decode(byte[] json) {
        Encoding encoding = encoding(json);
        CharsetDecoder decoder = encoding.charset()
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(json, encoding.markLength(), json.length - encoding.markLength());
        CharBuffer text = CharBuffer.allocate(json.length);
        CoderResult result = decoder.decode(bytes, text, true);
        if (result.isError()) {
            throw CloudEventRejectionCode.NOT_JSON.exceptionAt("", notCharacters(json, bytes.position(), encoding));
        }
        decoder.flush(text);
        return text.flip().toString();
    }

    /** The same JSON in UTF-8 without a byte order mark. */
    static byte[] toUtf8(byte[] json) {
        return encoding(json).equals(UTF_8) ? json : decode(json).getBytes(StandardCharsets.UTF_8);
    }

    private static String notCharacters(byte[] json, int position, Encoding encoding) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            line += json[i] == '\n' ? 1 : 0;
        }
        return "byte %02X found at position %d, line %d; %s is expected"
                .formatted(json[position], position + 1, line, encoding.charset());
    }

    private static Encoding encoding(byte[] json) {
        if (startsWith(json, 0xEF, 0xBB, 0xBF)) {
            return new Encoding(StandardCharsets.UTF_8, 3);
        }
        if (startsWith(json, 0, 0, 0xFE, 0xFF)) {
            return new Encoding(UTF_32BE, 4);
        }
        if (startsWith(json, 0xFF, 0xFE, 0, 0)) {
            return new Encoding(UTF_32LE, 4);
        }
        if (startsWith(json, 0xFE, 0xFF)) {
            return new Encoding(StandardCharsets.UTF_16BE, 2);
        }
        if (startsWith(json, 0xFF, 0xFE)) {
            return new Encoding(StandardCharsets.UTF_16LE, 2);
        }
        return new Encoding(charsetByZeros(json), 0);
    }

    /** The first character of JSON is ASCII. */
    private static Charset charsetByZeros(byte[] json) {
        if (json.length < 4) {
            return StandardCharsets.UTF_8;
        }
        if (json[0] == 0) {
            return json[1] == 0 ? UTF_32BE : StandardCharsets.UTF_16BE;
        }
        if (json[1] == 0) {
            return json[2] == 0 ? UTF_32LE : StandardCharsets.UTF_16LE;
        }
        return StandardCharsets.UTF_8;
    }

    private static boolean startsWith(byte[] json, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (json.length <= i || (json[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
