package org.parcours.command.intake.fhir.mapping.datatype;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;

/** Several texts as one; empty where there is none. */
public final class JoinedText {

    private JoinedText() {}

    /** Without repetitions. */
    @SafeVarargs
    public static Optional<String> joined(String separator, Optional<String>... texts) {
        return joined(separator, Stream.of(texts));
    }

    /** Without repetitions. */
    public static Optional<String> joined(String separator, Stream<Optional<String>> texts) {
        return Optional.of(texts.flatMap(Optional::stream).distinct().collect(Collectors.joining(separator)))
                .filter(text -> !text.isEmpty());
    }

    /** With commas, without repetitions. */
    public static Optional<String> joined(Stream<String> texts) {
        return joined(texts.toList());
    }

    /** With commas, without repetitions. */
    public static Optional<String> joined(List<String> texts) {
        String joined = texts.size() == 1 ? texts.getFirst() : String.join(", ", new LinkedHashSet<>(texts));
        return joined.isEmpty() ? Optional.empty() : Optional.of(joined);
    }

    /** With blanks, each text that there is. */
    public static Optional<String> spaced(Stream<String> parts) {
        return Optional.of(String.join(" ", parts.toList())).filter(text -> !text.isEmpty());
    }

    /** With semicolons, the text of each element. */
    public static Optional<String> list(List<FhirElement> elements, Function<FhirElement, Optional<String>> text) {
        List<String> texts =
                elements.stream().flatMap(each -> text.apply(each).stream()).toList();
        return Optional.of(String.join("; ", texts)).filter(all -> !all.isEmpty());
    }

    /** The text with what follows it in brackets. */
    public static Optional<String> withRemarks(Optional<String> text, Stream<Optional<String>> remarks) {
        Optional<String> all = joined(remarks.flatMap(Optional::stream));
        return text.isEmpty()
                ? all
                : Optional.of(text.get() + all.map(more -> " (" + more + ")").orElse(""));
    }
}
