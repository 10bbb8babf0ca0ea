package org.parcours.query.journal;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parcours.events.PatientId;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.timeline.JournalPage;
import org.parcours.query.timeline.PatientJournalReader;
import org.parcours.query.web.InvalidParameterException;
import org.parcours.query.web.RequestParameterParser;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /api/patients/{id}/journal}: the complete events that belong to the patient, as CloudEvents, in log order;
 * the {@code subject} of each is the record for which it was recorded. The header {@code Link} has the address of the next
 * page; on the last one there is none. Its {@code cursor} is the position of the last event that the client has.
 */
@RestController
class PatientJournalApiController {

    private static final int MAX_LIMIT = 1000;

    private final PatientJournalReader journalReader;
    private final EventCodec codec;

    PatientJournalApiController(PatientJournalReader journalReader, EventCodec codec) {
        this.journalReader = journalReader;
        this.codec = codec;
    }

    @GetMapping(path = "/api/patients/{id}/journal", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<List<ObjectNode>> journal(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Long cursor,
            @RequestParam(defaultValue = "100") int limit) {
        PatientId patient = RequestParameterParser.patientId(id);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidParameterException("limit", "Expected a number from 1 to " + MAX_LIMIT);
        }
        JournalPage page = journalReader.oldest(patient, Optional.ofNullable(cursor), limit);
        ResponseEntity.BodyBuilder response = ResponseEntity.ok().cacheControl(CacheControl.noStore());
        page.next()
                .ifPresent(next -> response.header(
                        HttpHeaders.LINK,
                        "</api/patients/%s/journal?cursor=%d&limit=%d>; rel=\"next\"".formatted(patient, next, limit)));
        return response.body(page.events().stream().map(codec::document).toList());
    }
}
