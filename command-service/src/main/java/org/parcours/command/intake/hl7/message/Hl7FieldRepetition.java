package org.parcours.command.intake.hl7.message;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.parcours.command.intake.InvisibleCharacters;

/** One repetition of a field. An absent or blank value and the HL7 null ({@code ""}) read as the empty text. */
public final class Hl7FieldRepetition {

    private static final String NULL = "\"\"";

    private final Hl7Segment segment;
    private final int number;
    private final int repetition;
    private final String raw;
    private final List<String> components;

    Hl7FieldRepetition(Hl7Segment segment, int number, int repetition, String raw) {
        this.segment = segment;
        this.number = number;
        this.repetition = repetition;
        this.raw = raw;
        this.components = segment.components(raw);
    }

    /** The first component. */
    public String text() {
        return text(1);
    }

    public String text(int component) {
        return text(component, 1);
    }

    public String text(int component, int subcomponent) {
        String value = raw(component, subcomponent);
        if (value.isEmpty()) {
            return "";
        }
        segment.markRead(number, repetition, component, subcomponent);
        return isNull(value) ? "" : InvisibleCharacters.strip(segment.decode(value));
    }

    /** The first component, where the function can convert it; else it is not used, and stays unread. */
    public <T> Optional<T> valueAs(Function<String, Optional<T>> function) {
        Optional<T> converted = function.apply(InvisibleCharacters.strip(segment.decode(raw(1, 1))));
        if (converted.isPresent()) {
            segment.markRead(number, repetition, 1, 1);
        }
        return converted;
    }

    public Optional<String> value() {
        return value(1);
    }

    /** A component's value; empty if it is absent. */
    public Optional<String> value(int component) {
        return Optional.of(text(component)).filter(text -> !text.isEmpty());
    }

    /** The component's subcomponents as one text: for text components in which {@code &} is an ordinary character. */
    public String wholeComponent(int component) {
        if (component > components.size()) {
            return "";
        }
        String value = components.get(component - 1);
        for (int sub = 1; sub <= segment.subcomponents(value).size(); sub++) {
            segment.markRead(number, repetition, component, sub);
        }
        return isNull(value) ? "" : segment.decode(value);
    }

    /** {@link #wholeComponent} without the blanks and invisible characters around it. */
    public String strippedComponent(int component) {
        return InvisibleCharacters.strip(wholeComponent(component));
    }

    public Optional<String> wholeValue(int component) {
        return Optional.of(strippedComponent(component)).filter(text -> !text.isEmpty());
    }

    /** The repetition as sent, from that component on, without any decoding: for encoded data. Without data it is not read. */
    public String rawFrom(int component) {
        if (component > components.size()) {
            return "";
        }
        int start = 0;
        for (int i = 1; i < component; i++) {
            start += components.get(i - 1).length() + 1;
        }
        String data = raw.substring(start);
        if (!data.isBlank()) {
            markAllRead();
        }
        return data;
    }

    /** The repetition from that component on, as one text in which component delimiters are ordinary characters. */
    public String wholeTextFrom(int component) {
        return segment.decode(rawFrom(component));
    }

    /** The components that are not empty, each with its subcomponents as one text. */
    public List<String> components() {
        return IntStream.rangeClosed(1, components.size())
                .mapToObj(this::strippedComponent)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** The repetition as one text in which component and subcomponent delimiters are ordinary characters. */
    public String wholeText() {
        markAllRead();
        return isNull(raw) ? "" : segment.decode(raw);
    }

    /** {@link #wholeText} without the blanks and invisible characters around it. */
    public String strippedText() {
        return InvisibleCharacters.strip(wholeText());
    }

    /** Whether the component contains the HL7 null, {@code ""}: the earlier value is deleted. */
    public boolean isNull(int component) {
        boolean isNull = isNull(raw(component, 1));
        if (isNull) {
            segment.markRead(number, repetition, component, 1);
        }
        return isNull;
    }

    public boolean hasComponent(int component) {
        return components.size() >= component;
    }

    public boolean isBlank() {
        return InvisibleCharacters.strip(raw).isEmpty();
    }

    /** {@code PID-3}. */
    public String path() {
        return segment.name() + "-" + number;
    }

    /** Counts every value of the repetition as used. */
    public void markAllRead() {
        for (int component = 1; component <= components.size(); component++) {
            int subcomponents =
                    segment.subcomponents(components.get(component - 1)).size();
            for (int sub = 1; sub <= subcomponents; sub++) {
                segment.markRead(number, repetition, component, sub);
            }
        }
    }

    private static boolean isNull(String value) {
        return InvisibleCharacters.strip(value).equals(NULL);
    }

    private String raw(int component, int subcomponent) {
        if (segment.is("MSH") && number <= 2) {
            return component == 1 && subcomponent == 1 ? raw : "";
        }
        if (component > components.size()) {
            return "";
        }
        List<String> subcomponents = segment.subcomponents(components.get(component - 1));
        return subcomponent > subcomponents.size() ? "" : subcomponents.get(subcomponent - 1);
    }
}
