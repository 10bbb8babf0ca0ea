package org.parcours.command.intake.fhir.mapping.annotation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.text.ElementText;
import org.parcours.command.message.Fact;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;
import org.parcours.events.PartialDateTime;
import org.parcours.events.StepKey;

/** Collects what a resource states besides the fields of its event: details by {@link DetailKey}, and comments. */
public final class ResourceDetails {

    private final ResourceContext context;
    private final ElementText texts;
    private final Map<String, String> details = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    public ResourceDetails(ResourceContext context) {
        this.context = context;
        this.texts = new ElementText(context);
    }

    public ElementText texts() {
        return texts;
    }

    /** The elements with these names as text, every repetition. */
    public ResourceDetails add(String key, String... elements) {
        return add(key, texts.all(context.resource(), elements));
    }

    /** Beside what the key has already. */
    public ResourceDetails add(String key, Optional<String> text) {
        text.ifPresent(value -> details.merge(key, value, ResourceDetails::with));
        return this;
    }

    /** Whole values are compared: 0 mg is another value than 10 mg. */
    private static String with(String known, String more) {
        return List.of(known.split("; ")).contains(more) ? known : known + "; " + more;
    }

    /** A time; of a choice without one, its text: an age, "in childhood". */
    public ResourceDetails time(String key, String element) {
        FhirElement value = context.resource().child(element);
        Optional<String> time = isTime(value)
                ? context.dateTimes().parse(value).map(ReportedTime::value).map(PartialDateTime::text)
                : texts.of(value);
        return add(key, time);
    }

    /** The end of a period whose start is the time of the event; of another choice than a time, its text. */
    public ResourceDetails occurrence(String element, String key) {
        FhirElement value = context.resource().child(element);
        if (value.isType("Period")) {
            add(DetailKey.END, context.end(element).map(ReportedTime::value).map(PartialDateTime::text));
        } else if (!isTime(value)) {
            add(key, texts.of(value));
        }
        return this;
    }

    private static boolean isTime(FhirElement value) {
        return value.isType("date") || value.isType("dateTime") || value.isType("instant");
    }

    public ResourceDetails note(Optional<String> text) {
        text.ifPresent(notes::add);
        return this;
    }

    public ResourceDetails notes(String element) {
        context.resource().children(element).forEach(each -> note(texts.of(each)));
        return this;
    }

    /** The codes and names of a concept besides the label that the event shows. */
    public ResourceDetails codes(String key, FhirElement concept, String label) {
        return add(key, texts.of(concept).filter(text -> !text.equals(label)));
    }

    /** @param keys further keys of the step */
    public Fact annotate(Fact fact, List<StepKey> keys) {
        EventAnnotations annotations = fact.annotations()
                .withNotes(Stream.concat(fact.annotations().notes().stream(), notes.stream())
                        .toList())
                .withOtherKeys(keys);
        for (Map.Entry<String, String> detail : details.entrySet()) {
            annotations = annotations.withDetail(detail.getKey(), Optional.of(detail.getValue()));
        }
        return fact.withAnnotations(annotations);
    }
}
