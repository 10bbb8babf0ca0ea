package org.parcours.command.feeds.rest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The value of an attribute in a header: CloudEvents HTTP binding 1.0.2, §3.1.3.2. Quoted strings are unquoted (RFC 9110
 * §5.6.4), then percent-encoding is decoded once, and the bytes are UTF-8.
 */
final class HeaderValue {

    /** Why a value cannot be decoded. */
    static final class MalformedException extends Exception {

        private MalformedException(String reason) {
            super(reason, null, false, false);
        }
    }

    private HeaderValue() {}

    /** @param header as the servlet container reads it: a character for each byte */
    static String decode(String header) throws MalformedException {
        byte[] bytes = percentDecoded(unquoted(header));
        ByteBuffer undecoded = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(undecoded).toString();
        } catch (CharacterCodingException e) {
            int position = undecoded.position();
            throw new MalformedException(
                    "byte %02X found at position %d; UTF-8 is expected".formatted(bytes[position], position + 1));
        }
    }

    private static String unquoted(String header) throws MalformedException {
        StringBuilder unquoted = new StringBuilder(header.length());
        boolean quoted = false;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\' && i + 1 < header.length()) {
                i++;
                unquoted.append(header.charAt(i));
            } else {
                unquoted.append(c);
            }
        }
        if (quoted) {
            throw new MalformedException("a quotation mark without its end found; %22 is expected for the mark itself");
        }
        return unquoted.toString();
    }

    private static byte[] percentDecoded(String text) throws MalformedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(hexByte(text, i));
                i += 2;
            } else if (c <= 0xFF) {
                bytes.write(c);
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static int hexByte(String text, int percent) throws MalformedException {
        int high = percent + 1 < text.length() ? Character.digit(text.charAt(percent + 1), 16) : -1;
        int low = percent + 2 < text.length() ? Character.digit(text.charAt(percent + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw new MalformedException("a % without two hexadecimal digits found at position " + (percent + 1)
                    + "; %25 is expected for the character itself");
        }
        return high << 4 | low;
    }
}
