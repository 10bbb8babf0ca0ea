package org.parcours.command.intake.hl7.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Decodes escape sequences (HL7 v2.9, 2.7): delimiters, hexadecimal bytes in the message's character set, and the
 * formatting commands of FT, of which the line breaks are kept. An unknown sequence and an escape character that begins
 * no sequence stay as text (2.7.1).
 */
record Hl7EscapeDecoder(Hl7Delimiters delimiters, Charset charset) {

    private static final Pattern HEXADECIMAL = Pattern.compile("[Xx](?:[0-9A-Fa-f]{2})+");
    /** 2.7.6: .sp and .br, .ce begin a new line; .in, .ti, .fi, .nf, .sk format it; H and N highlight. */
    private static final Pattern LINE_BREAK = Pattern.compile("\\.(?:br|ce|sp\\+?\\d*)");

    private static final Pattern FORMATTING = Pattern.compile("\\.(?:in[+-]?\\d+|ti[+-]?\\d+|fi|nf|sk[+-]?\\d+)|[HN]");

    /** No sequence is longer, apart from hexadecimal data. */
    private static final int MAX_LENGTH = 4096;

    String decode(String raw) {
        char escape = delimiters.escape().orElse('\0');
        if (delimiters.escape().isEmpty() || raw.indexOf(escape) < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        ByteArrayOutputStream hexadecimal = new ByteArrayOutputStream();
        int at = 0;
        while (at < raw.length()) {
            char c = raw.charAt(at);
            int end = c == escape ? raw.indexOf(escape, at + 1) : -1;
            String sequence = end < 0 || end - at > MAX_LENGTH ? "" : raw.substring(at + 1, end);
            if (HEXADECIMAL.matcher(sequence).matches()) {
                // The bytes of one character may come in several sequences.
                hexadecimal.writeBytes(HexFormat.of().parseHex(sequence.substring(1)));
                at = end + 1;
                continue;
            }
            flush(hexadecimal, text);
            if (appendDecoded(sequence, text)) {
                at = end + 1;
            } else {
                text.append(c);
                at++;
            }
        }
        flush(hexadecimal, text);
        return text.toString();
    }

    private void flush(ByteArrayOutputStream hexadecimal, StringBuilder text) {
        if (hexadecimal.size() > 0) {
            // Some senders pad a line end to whole words: \X000d\.
            String decoded = hexadecimal.toString(charset).replace("\0", "");
            text.append(decoded.replace("\r\n", "\n").replace('\r', '\n'));
            hexadecimal.reset();
        }
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
