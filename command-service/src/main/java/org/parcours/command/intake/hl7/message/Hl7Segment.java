package org.parcours.command.intake.hl7.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.parcours.command.intake.InvisibleCharacters;

/**
 * One segment, of any name. An absent segment reads as one whose fields are all empty. Each value that is read is
 * recorded as used; {@link #unreadPaths} names the others.
 */
public final class Hl7Segment {

    private final String name;
    private final Hl7Delimiters delimiters;
    private final Hl7EscapeDecoder escapes;
    private final List<String> fields;
    private final FieldUsage usage = new FieldUsage();
    private final Map<Integer, List<Hl7FieldRepetition>> repetitionsByField = new HashMap<>();

    /** @param line the segment as sent, without its terminator */
    Hl7Segment(String line, Hl7Delimiters delimiters, Charset charset) {
        this.name = line.substring(0, 3);
        this.delimiters = delimiters;
        this.escapes = new Hl7EscapeDecoder(delimiters, charset);
        this.fields = split(line, delimiters.field());
    }

    static Hl7Segment absent(String name) {
        return new Hl7Segment(name, Hl7Delimiters.DEFAULT, StandardCharsets.UTF_8);
    }

    public String name() {
        return name;
    }

    public boolean is(String otherName) {
        return name.equals(otherName);
    }

    /** The first repetition. */
    public Hl7FieldRepetition field(int number) {
        return repetitions(number).getFirst();
    }

    /** At least one, which may be empty. */
    public List<Hl7FieldRepetition> repetitions(int number) {
        return repetitionsByField.computeIfAbsent(number, this::splitRepetitions);
    }

    private List<Hl7FieldRepetition> splitRepetitions(int number) {
        List<String> texts = split(rawField(number), delimiters.repetition());
        return IntStream.range(0, texts.size())
                .mapToObj(repetition -> new Hl7FieldRepetition(this, number, repetition, texts.get(repetition)))
                .toList();
    }

    /** The first component of the first repetition. */
    public String text(int number) {
        return field(number).text();
    }

    /** The first component of the first repetition. */
    public Optional<String> value(int number) {
        return field(number).value();
    }

    /**
     * The whole field as one text, in which component, subcomponent and repetition delimiters are ordinary characters,
     * since many senders do not escape them in text fields. White space is kept.
     */
    public String wholeText(int number) {
        String raw = rawField(number);
        repetitions(number).forEach(Hl7FieldRepetition::markAllRead);
        return raw.equals("\"\"") ? "" : decode(raw);
    }

    /** {@link #wholeText} without the blanks and invisible characters around it. */
    public String strippedText(int number) {
        return InvisibleCharacters.strip(wholeText(number));
    }

    /** Whether the field is one line of at most that many characters; the field does not count as read. */
    public boolean isLine(int number, int maxLength) {
        String raw = rawField(number);
        return raw.length() <= maxLength
                && InvisibleCharacters.strip(decode(raw)).lines().count() <= 1;
    }

    /** Counts every value of the segment as used. */
    public void markAllRead() {
        IntStream.rangeClosed(1, fieldCount())
                .forEach(number -> repetitions(number).forEach(Hl7FieldRepetition::markAllRead));
    }

    /** The number of the last field that was sent. */
    public int fieldCount() {
        return is("MSH") ? fields.size() : fields.size() - 1;
    }

    /** The populated fields, components and repetitions that no mapping has read. */
    public List<String> unreadPaths() {
        return usage.unreadPaths(this);
    }

    /** MSH-1 and MSH-2 contain the delimiters, which are always read. */
    int firstDataField() {
        return is("MSH") ? 3 : 1;
    }

    /** The raw values of a field: repetitions, components, subcomponents. */
    List<List<List<String>>> values(int number) {
        return split(rawField(number), delimiters.repetition()).stream()
                .map(repetition ->
                        components(repetition).stream().map(this::subcomponents).toList())
                .toList();
    }

    List<String> components(String repetition) {
        return split(repetition, delimiters.component());
    }

    List<String> subcomponents(String component) {
        return delimiters
                .subcomponent()
                .map(delimiter -> split(component, delimiter))
                .orElseGet(() -> List.of(component));
    }

    String decode(String raw) {
        return InvisibleCharacters.withoutControls(escapes.decode(raw));
    }

    void markRead(int field, int repetition, int component, int subcomponent) {
        usage.markRead(field, repetition, component, subcomponent);
    }

    boolean isBlank(int number) {
        return rawField(number).isBlank();
    }

    private String rawField(int number) {
        if (is("MSH") && number == 1) {
            return String.valueOf(delimiters.field());
        }
        int index = is("MSH") ? number - 1 : number;
        return index < fields.size() ? fields.get(index) : "";
    }

    private static List<String> split(String text, char delimiter) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, from)) {
            parts.add(text.substring(from, at));
            from = at + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }
}
