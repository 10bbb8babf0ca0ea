package org.parcours.command.intake.fhir;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.ParsedFhirMessage.ContainedEntry;
import org.parcours.command.intake.fhir.ParsedFhirMessage.EntryMapping;
import org.parcours.command.intake.fhir.ParsedFhirMessage.EntryResult;
import org.parcours.command.intake.fhir.ParsedFhirMessage.MappedEntry;
import org.parcours.command.intake.fhir.ParsedFhirMessage.RejectedEntry;
import org.parcours.command.intake.fhir.ParsedFhirMessage.UnsupportedEntry;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.element.UnreadElements;
import org.parcours.command.intake.fhir.element.UnreadElements.UnreadElement;
import org.parcours.command.intake.fhir.mapping.KeptResourceTypes;
import org.parcours.command.intake.fhir.mapping.ResourceMapperRegistry;
import org.parcours.command.intake.fhir.mapping.annotation.PeriodCheck;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.resource.FhirMessage;
import org.parcours.command.intake.fhir.resource.NotTrackedException;
import org.parcours.command.intake.fhir.resource.ResourceEntry;
import org.parcours.command.intake.fhir.resource.ResourceEntry.ReadableContent;
import org.parcours.command.intake.fhir.resource.ResourceEntry.UnreadableContent;
import org.parcours.command.message.Fact;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import org.parcours.command.store.StoreOperationException;
import org.parcours.events.Anomaly;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps the resources of one message, and accounts for their elements: each fact names those of its resource that were not
 * used. Used once.
 */
final class EntryMapper {

    private static final Logger LOG = LoggerFactory.getLogger(EntryMapper.class);

    private final Function<FhirElement, ResourceContext> contexts;
    private final List<Fact> facts = new ArrayList<>();

    private record MappedResource(ResourceEntry entry, ResourceContext context, List<Fact> facts) {}

    EntryMapper(Function<FhirElement, ResourceContext> contexts) {
        this.contexts = contexts;
    }

    /** The facts of all entries: those of patients first, then those of stays. */
    List<Fact> facts() {
        return facts;
    }

    List<EntryResult> map(FhirMessage message) {
        Map<ResourceEntry, EntryMapping> mappings = new IdentityHashMap<>();
        List<MappedResource> mapped = new ArrayList<>();
        for (ResourceEntry entry : message.oldestFirst()) {
            switch (entry.content()) {
                case UnreadableContent(Rejection rejection) -> mappings.put(entry, new RejectedEntry(rejection));
                case ReadableContent(FhirElement resource) ->
                    map(message.kind(), entry, contexts.apply(resource), mapped)
                            .ifPresent(other -> mappings.put(entry, other));
            }
        }
        mapped.sort(Comparator.comparingInt(each -> ResourceMapperRegistry.order(each.context())));
        Map<FhirElement, EntryMapping> notRecorded = new IdentityHashMap<>();
        mappings.forEach(
                (entry, mapping) -> entry.resource().ifPresent(resource -> notRecorded.put(resource, mapping)));
        mapped.forEach(each -> mappings.put(each.entry(), account(each, notRecorded)));
        return new BundleAccount(message)
                .addTo(message.entries().stream()
                        .map(entry -> new EntryResult(entry, mappings.get(entry)))
                        .toList());
    }

    /** @return the mapping of a resource that has no facts of its own */
    private static Optional<EntryMapping> map(
            FhirMessage.Kind kind, ResourceEntry entry, ResourceContext context, List<MappedResource> mapped) {
        String path = context.resource().path();
        try {
            if (isTestData(context.resource())) {
                return Optional.of(new UnsupportedEntry("its security label HTEST says that it is test data"));
            }
            Optional<List<Fact>> found =
                    ResourceMapperRegistry.facts(context).map(facts -> PeriodCheck.check(context, facts));
            found.ifPresent(facts -> mapped.add(new MappedResource(entry, context, facts)));
            return found.isPresent()
                    ? Optional.empty()
                    : Optional.of(new UnsupportedEntry(
                            context.references().isKeptForReferences(context.resource())
                                    ? KeptResourceTypes.KEPT_FOR_REFERENCES
                                    : KeptResourceTypes.reason(
                                            context.resource().typeName())));
        } catch (RejectionException e) {
            return Optional.of(
                    kind == FhirMessage.Kind.DOCUMENT && isWithoutPatient(context.resource(), e.rejection())
                            ? new UnsupportedEntry("it names no patient; kept with its document")
                            : new RejectedEntry(e.rejection()));
        } catch (NotTrackedException e) {
            return Optional.of(new UnsupportedEntry(e.reason()));
        } catch (StoreOperationException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("fhir mapping failed path={}", path, e);
            return Optional.of(new RejectedEntry(FhirRejectionCode.INTERNAL.at(path)));
        }
    }

    /** HL7 v3-ActReason: health data of no real patient (FHIR R4, 6.1.1.7), as MSH-11 T is in HL7 v2. */
    private static boolean isTestData(FhirElement resource) {
        return resource.child("meta").children("security").stream().anyMatch(label -> label.peek("code").stream()
                .anyMatch(code -> code.peekValue().filter("HTEST"::equals).isPresent()));
    }

    /** The Composition of a document says whose document it is; the other entries may not. */
    private static boolean isWithoutPatient(FhirElement resource, Rejection rejection) {
        return !resource.isType("Composition")
                && rejection.code().equals(FhirRejectionCode.MISSING_ELEMENT.code())
                && List.of(resource.pathOf("subject"), resource.pathOf("patient"))
                        .contains(rejection.field());
    }

    /** @param notRecorded the resources that are rejected or not tracked: what they contain is not recorded either */
    private EntryMapping account(MappedResource mapped, Map<FhirElement, EntryMapping> notRecorded) {
        FhirElement resource = mapped.context().resource();
        List<UnreadElement> unread = UnreadElements.of(resource);
        Optional<FhirElement> container =
                mapped.context().reportedObservations().reportOf(resource);
        if (mapped.facts().isEmpty() && container.isPresent()) {
            return Optional.ofNullable(notRecorded.get(container.get()))
                    .orElseGet(() -> new ContainedEntry(container.get().path(), unread));
        }
        List<UnreadElement> all = Stream.concat(
                        unread.stream(),
                        mapped.context().parts().stream().flatMap(part -> UnreadElements.of(part).stream()))
                .toList();
        int first = facts.size();
        asRequested(mapped).forEach(fact -> facts.add(withUnread(fact, all)));
        return new MappedEntry(IntStream.range(first, facts.size()).boxed().toList(), unread);
    }

    /** A conditional create that finds its resource does nothing (FHIR R4, 3.1.0.9.1). */
    private static List<Fact> asRequested(MappedResource mapped) {
        return mapped.entry().request().ifNoneExist().isEmpty()
                ? mapped.facts()
                : mapped.facts().stream()
                        .filter(fact -> !fact.takesBack())
                        .map(Fact::onlyIfUnknown)
                        .toList();
    }

    private static Fact withUnread(Fact fact, List<UnreadElement> unread) {
        if (unread.isEmpty()) {
            return fact;
        }
        Fact annotated = fact.withAnnotations(fact.annotations().withUnread(paths(unread.stream())));
        List<String> critical = paths(unread.stream().filter(UnreadElement::mayChangeMeaning));
        return critical.isEmpty()
                ? annotated
                : annotated.withAnomalies(
                        List.of(Anomaly.of(Anomaly.Code.UNREAD_MAY_CHANGE_MEANING, String.join(", ", critical))));
    }

    private static List<String> paths(Stream<UnreadElement> elements) {
        return elements.map(UnreadElement::definitionPath).distinct().toList();
    }
}
