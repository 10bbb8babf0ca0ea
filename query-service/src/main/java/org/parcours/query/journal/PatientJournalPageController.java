package org.parcours.query.journal;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parcours.events.Demographics;
import org.parcours.events.Envelope;
import org.parcours.events.PatientId;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.timeline.JournalPage;
import org.parcours.query.timeline.NoteListView;
import org.parcours.query.timeline.PatientBanner;
import org.parcours.query.timeline.PatientJournalReader;
import org.parcours.query.timeline.PatientTimelineReader;
import org.parcours.query.timeline.TimelineResponse;
import org.parcours.query.timeline.fold.PatientIdentity;
import org.parcours.query.timeline.fold.PatientJournal;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.views.TimelineHead;
import org.parcours.query.web.RequestParameterParser;
import org.parcours.query.web.UiText;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /patients/{id}/journal}: the patient's events in the order in which they were recorded, newest first. */
@Controller
class PatientJournalPageController {

    /**
     * @param record the patient record for which it was recorded, where the journal has events of several
     * @param stepLabel the step that it belongs to; empty for identity events
     * @param entryId the timeline entry of that step
     * @param json empty for a long event
     * @param corrects the position of the corrected event
     */
    record JournalLine(
            Envelope event,
            String eventName,
            Optional<String> record,
            Optional<String> stepLabel,
            Optional<String> entryId,
            Optional<Long> corrects,
            NoteListView notes,
            Optional<String> unread,
            Optional<String> json) {}

    private static final int PAGE_SIZE = 100;

    /** A longer event has a page of its own. */
    private static final int MAX_JSON = 4000;

    private final PatientTimelineReader timelineReader;
    private final PatientJournalReader journalReader;
    private final EventCodec codec;
    private final StepCatalogue catalogue;
    private final Clock clock;

    PatientJournalPageController(
            PatientTimelineReader timelineReader,
            PatientJournalReader journalReader,
            EventCodec codec,
            StepCatalogue catalogue,
            Clock clock) {
        this.timelineReader = timelineReader;
        this.journalReader = journalReader;
        this.codec = codec;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** @param before the position of the oldest event that the page has, for htmx */
    @GetMapping("/patients/{id}/journal")
    String journal(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Long before,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean htmx,
            @ModelAttribute("uiText") UiText uiText,
            Model model) {
        PatientId patient = RequestParameterParser.patientId(id);
        TimelineHead head = timelineReader.head(patient);
        JournalPage page = journalReader.newest(patient, Optional.ofNullable(before), PAGE_SIZE);
        Map<PatientId, String> records = recordLabels(page.journal(), uiText);
        model.addAttribute("patient", patient.toString());
        model.addAttribute("banner", PatientBanner.of(head.patient(), uiText.date(clock.instant()), uiText));
        model.addAttribute("renderedAt", uiText.dateTime(clock.instant()));
        model.addAttribute("position", head.position());
        model.addAttribute(
                "lines",
                page.events().reversed().stream()
                        .map(event -> line(
                                event,
                                Optional.ofNullable(records.get(event.subject())),
                                Optional.ofNullable(page.entries().get(event.id())),
                                event.corrects().map(page.positions()::get),
                                uiText))
                        .toList());
        model.addAttribute("next", page.next().map(Object::toString).orElse(""));
        return htmx ? "journal :: more" : "journal";
    }

    /** By record; empty where there is one only. The name of another patient is not shown on this patient's page. */
    private static Map<PatientId, String> recordLabels(PatientJournal journal, UiText uiText) {
        Map<PatientId, String> labels = new HashMap<>();
        if (journal.hasSeveralRecords()) {
            journal.events().stream().map(Envelope::subject).distinct().forEach(record -> {
                PatientIdentity identity = PatientIdentity.of(record, List.of(), journal.events());
                labels.put(
                        record,
                        journal.isOwnRecord(record)
                                ? uiText.message("journal.record", description(identity, uiText))
                                : uiText.message("journal.record.other"));
            });
        }
        return labels;
    }

    /** The name and the first number. */
    private static String description(PatientIdentity identity, UiText uiText) {
        Demographics demographics = identity.demographics();
        String name = uiText.personName(demographics.name().or(demographics::birthName));
        return identity.identifiers().stream()
                .findFirst()
                .map(number -> name + ", " + uiText.identifierLabel(number) + " " + number.value())
                .orElse(name);
    }

    private JournalLine line(
            Envelope event,
            Optional<String> record,
            Optional<TimelineEntry> entry,
            Optional<Long> corrects,
            UiText uiText) {
        String eventName = uiText.event(event);
        String json = codec.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(codec.document(event));
        return new JournalLine(
                event,
                eventName,
                record,
                entry.flatMap(e -> stepLabel(e, eventName, uiText)),
                entry.map(TimelineEntry::id),
                corrects,
                NoteListView.of(event.annotations().notes(), uiText),
                uiText.unread(event.annotations().unread()),
                Optional.of(json).filter(text -> text.length() <= MAX_JSON));
    }

    /** The kind and title, else unit; without the kind where the event name starts with it ("Appointment booked"). */
    private Optional<String> stepLabel(TimelineEntry entry, String eventName, UiText uiText) {
        String kind = TimelineResponse.stepKind(entry.kind(), catalogue).label().in(uiText.locale());
        Optional<String> title = entry.title().map(uiText::words).or(() -> entry.detail("unit"));
        return eventName.startsWith(kind)
                ? title
                : Optional.of(title.map(text -> kind + " · " + text).orElse(kind));
    }
}
