package org.parcours.command.service;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.intake.hl7.Hl7Exchange;
import org.parcours.command.intake.hl7.message.Hl7Text;
import org.parcours.command.quarantine.QuarantinedMessage;

/**
 * A quarantined message as a person reads and corrects it. What is corrected goes back in the characters and with the line
 * ends of the original: a form in a browser knows only CRLF and UTF-8.
 *
 * @param whole whether the text is all of it, and nothing in it would be lost on the way through a form
 */
record MessageText(String text, Charset charset, boolean whole) {

    private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");

    static MessageText of(QuarantinedMessage message, int maxLength) {
        MessageText read = of(message.contentType(), message.raw());
        String text = read.text();
        if (text.length() > maxLength) {
            return new MessageText(text.substring(0, maxLength), read.charset(), false);
        }
        return new MessageText(text, read.charset(), text.chars().noneMatch(MessageText::isLostInAForm));
    }

    private static MessageText of(String contentType, byte[] raw) {
        if (contentType.equals(Hl7Exchange.CONTENT_TYPE)) {
            Hl7Text read = Hl7Text.of(raw);
            return new MessageText(read.text(), read.charset(), true);
        }
        return new MessageText(new String(raw, StandardCharsets.UTF_8), StandardCharsets.UTF_8, true);
    }

    private static boolean isLostInAForm(int character) {
        boolean control = character < ' ' && character != '\t' && character != '\r' && character != '\n';
        // U+FFFD: bytes that were no characters.
        return control || character == 0x7F || character == 0xFFFD;
    }

    /** @throws BadParameter where a character cannot be said in the message's own set */
    byte[] corrected(String told) {
        String text = withOwnLineEnds(told);
        CharsetEncoder encoder = charset.newEncoder();
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            String character = text.substring(i, text.offsetByCodePoints(i, 1));
            if (!encoder.canEncode(character)) {
                throw new BadParameter(
                        "text", "There is no " + character + " in the message's character set " + charset);
            }
        }
        return text.getBytes(charset);
    }

    private String withOwnLineEnds(String told) {
        List<String> own = lineEnds(text);
        if (own.isEmpty()) {
            return told;
        }
        List<String> others = lineEnds(told);
        boolean alike = own.size() == others.size();
        String usual = usual(own);
        StringBuilder result = new StringBuilder();
        int line = 0;
        Matcher end = LINE_END.matcher(told);
        while (end.find()) {
            end.appendReplacement(result, Matcher.quoteReplacement(alike ? own.get(line++) : usual));
        }
        end.appendTail(result);
        return result.toString();
    }

    private static List<String> lineEnds(String text) {
        List<String> ends = new ArrayList<>();
        Matcher end = LINE_END.matcher(text);
        while (end.find()) {
            ends.add(end.group());
        }
        return ends;
    }

    private static String usual(List<String> ends) {
        Map<String, Integer> counts = new HashMap<>();
        ends.forEach(end -> counts.merge(end, 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }
}
