package org.parcours.command.api.quarantine;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.parcours.command.api.BadParameterException;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.message.DecodedHl7Text;
import org.parcours.command.quarantine.QuarantinedMessage;

/**
 * A quarantined message as text that a person can correct. A corrected text is encoded with the charset and the line
 * endings of the original, because a browser's form always submits UTF-8 and CRLF.
 *
 * @param complete whether the text is the complete message and a form would not change any of its characters
 */
record EditableMessageText(String text, Charset charset, boolean complete) {

    private static final Pattern LINE_ENDING = Pattern.compile("\\r\\n|\\r|\\n");

    /** Of UTF-8. */
    private static final int MAX_CHARACTER_BYTES = 4;

    static EditableMessageText of(QuarantinedMessage message, int maxLength) {
        EditableMessageText decoded = of(message.contentType(), message.raw());
        String text = decoded.text();
        if (text.length() > maxLength) {
            return new EditableMessageText(text.substring(0, maxLength), decoded.charset(), false);
        }
        return new EditableMessageText(
                text, decoded.charset(), text.chars().noneMatch(EditableMessageText::isLostInForm));
    }

    private static EditableMessageText of(String contentType, byte[] raw) {
        if (contentType.equals(Hl7MessageParser.CONTENT_TYPE)) {
            DecodedHl7Text decoded = DecodedHl7Text.decode(raw);
            return new EditableMessageText(decoded.text(), decoded.charset(), true);
        }
        return new EditableMessageText(new String(raw, StandardCharsets.UTF_8), StandardCharsets.UTF_8, true);
    }

    /** The text of a message of which at most so many bytes are known: it may end in the middle of a character. */
    static String decodeBeginning(String contentType, byte[] beginning, int maxBytes) {
        int end = beginning.length;
        while (beginning.length == maxBytes
                && end > 0
                && beginning.length - end < MAX_CHARACTER_BYTES
                && beginning[end - 1] < 0) {
            end--;
        }
        return of(contentType, Arrays.copyOf(beginning, end)).text();
    }

    private static boolean isLostInForm(int character) {
        boolean control = character < ' ' && character != '\t' && character != '\r' && character != '\n';
        // U+FFFD replaces bytes that are no character in the charset.
        return control || character == 0x7F || character == 0xFFFD;
    }

    /** @throws BadParameterException if the charset of the message lacks a character of the corrected text */
    byte[] encode(String corrected) {
        String text = withOriginalLineEndings(corrected);
        CharsetEncoder encoder = charset.newEncoder();
        text.codePoints()
                .mapToObj(Character::toString)
                .filter(character -> !encoder.canEncode(character))
                .findFirst()
                .ifPresent(character -> {
                    throw new BadParameterException(
                            "text",
                            "The character " + character + " does not exist in the message's charset " + charset);
                });
        return text.getBytes(charset);
    }

    private String withOriginalLineEndings(String corrected) {
        List<String> originalEndings = lineEndings(text);
        if (originalEndings.isEmpty()) {
            return corrected;
        }
        boolean sameLineCount = originalEndings.size() == lineEndings(corrected).size();
        String defaultEnding = mostFrequent(originalEndings);
        Iterator<String> endings = originalEndings.iterator();
        return LINE_ENDING.matcher(corrected).replaceAll(_ -> sameLineCount ? endings.next() : defaultEnding);
    }

    private static List<String> lineEndings(String text) {
        return LINE_ENDING.matcher(text).results().map(MatchResult::group).toList();
    }

    private static String mostFrequent(List<String> endings) {
        return endings.stream()
                .collect(Collectors.groupingBy(ending -> ending, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }
}
