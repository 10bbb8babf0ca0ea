package org.parcours.command.intake.fhir;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.Refusal;
import org.parcours.command.intake.Report;
import org.parcours.command.intake.Sender;
import org.parcours.command.intake.fhir.resource.Entry;
import org.parcours.command.intake.fhir.resource.FhirMessage;

/**
 * What a request came to, before anything of it is recorded.
 *
 * @param report what can be recorded of it, if there is anything
 * @param entries each resource and what it came to, in the order of the request
 */
record Understood(FhirMessage message, Sender sender, Optional<Report> report, List<Each> entries) {

    record Each(Entry entry, Meaning meaning) {}

    sealed interface Meaning {}

    /** It tells something that is tracked. */
    record Tells() implements Meaning {}

    /** It is kept with the others, and not tracked. */
    record Untracked() implements Meaning {}

    record Refused(Refusal why) implements Meaning {}

    Understood {
        entries = List.copyOf(entries);
    }

    List<Refusal> refusals() {
        return entries.stream()
                .flatMap(each -> each.meaning() instanceof Refused(Refusal why)
                        ? java.util.stream.Stream.of(why)
                        : java.util.stream.Stream.empty())
                .toList();
    }
}
