package org.parcours.command.intake.hl7.message;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Decodes escape sequences (HL7 v2.9, 2.7): delimiters, hexadecimal bytes in the message's character set, and the
 * formatting commands of FT, of which the line breaks are kept. An unknown sequence and an escape character that begins
 * no sequence stay as text (2.7.1).
 */
record Hl7EscapeDecoder(Hl7Delimiters delimiters, Charset charset) {

    /** 2.7.6: .sp and .br, .ce begin a new line; .in, .ti, .fi, .nf, .sk format it; H and N highlight. */
    /** Chapter 2.7.6 writes a blank before the number, which some senders send. */
    private static final Pattern LINE_BREAK = Pattern.compile("\\.(?:br|ce|sp *\\+?\\d*) *", CASE_INSENSITIVE);

    private static final Pattern FORMATTING =
            Pattern.compile("\\.(?:(?:in|ti|sk) *[+-]?\\d+|fi|nf) *|[HN]", CASE_INSENSITIVE);

    /** No sequence is longer, apart from hexadecimal data. */
    private static final int MAX_LENGTH = 16;

    String decode(String raw) {
        char escape = delimiters.escape().orElse('\0');
        if (delimiters.escape().isEmpty() || raw.indexOf(escape) < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        ByteArrayOutputStream hexadecimal = new ByteArrayOutputStream();
        int hexadecimalFrom = 0;
        int at = 0;
        while (at < raw.length()) {
            char c = raw.charAt(at);
            int end = c == escape ? raw.indexOf(escape, at + 1) : -1;
            if (isHexadecimal(raw, at + 1, end)) {
                // The bytes of one character may come in several sequences.
                hexadecimalFrom = hexadecimal.size() == 0 ? at : hexadecimalFrom;
                hexadecimal.writeBytes(HexFormat.of().parseHex(raw, at + 2, end));
                at = end + 1;
                continue;
            }
            flush(hexadecimal, raw, hexadecimalFrom, at, text);
            if (end > 0 && end - at <= MAX_LENGTH && appendDecoded(raw.substring(at + 1, end), text)) {
                at = end + 1;
            } else {
                text.append(c);
                at++;
            }
        }
        flush(hexadecimal, raw, hexadecimalFrom, at, text);
        return text.toString();
    }

    /** X and pairs of digits; some senders write a small x. */
    private static boolean isHexadecimal(String raw, int from, int end) {
        boolean hexadecimal =
                end - from >= 3 && (end - from) % 2 == 1 && (raw.charAt(from) == 'X' || raw.charAt(from) == 'x');
        for (int at = from + 1; hexadecimal && at < end; at++) {
            hexadecimal = HexFormat.isHexDigit(raw.charAt(at));
        }
        return hexadecimal;
    }

    /** Bytes that are no characters in the message's character set stay as sent. */
    private void flush(ByteArrayOutputStream hexadecimal, String raw, int from, int to, StringBuilder text) {
        if (hexadecimal.size() == 0) {
            return;
        }
        try {
            String characters = charset.newDecoder()
                    .decode(ByteBuffer.wrap(hexadecimal.toByteArray()))
                    .toString();
            // Some senders pad a line end to whole words: \X000d\.
            text.append(characters.replace("\0", "").replace("\r\n", "\n").replace('\r', '\n'));
        } catch (CharacterCodingException e) {
            text.append(raw, from, to);
        }
        hexadecimal.reset();
    }

    /** @return whether the sequence is known */
    private boolean appendDecoded(String sequence, StringBuilder text) {
        switch (sequence) {
            case "F" -> text.append(delimiters.field());
            case "S" -> text.append(delimiters.component());
            case "R" -> text.append(delimiters.repetition());
            case "E" -> delimiters.escape().ifPresent(text::append);
            case "T" -> text.append(delimiters.subcomponent().orElse('&').charValue());
            case "P" -> text.append(delimiters.truncation().orElse('#').charValue());
            default -> {
                if (LINE_BREAK.matcher(sequence).matches()) {
                    text.append(lineBreaks(sequence));
                } else {
                    return FORMATTING.matcher(sequence).matches();
                }
            }
        }
        return true;
    }

    /** {@code .sp3} skips three lines. */
    private static String lineBreaks(String sequence) {
        String count = sequence.replaceAll("\\D", "");
        return "\n".repeat(count.isEmpty() || count.length() > 2 ? 1 : Math.max(1, Integer.parseInt(count)));
    }
}
