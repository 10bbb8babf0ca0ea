package org.parcours.command.api;

import java.util.List;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.events.codec.EventCodec;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Serves the event log as NDJSON: one event per line, in log order. */
@RestController
class EventLogReadController {

    private static final int DEFAULT_LIMIT = 1000;
    private static final int PAGE_SIZE = 500;

    private final CommitLog log;
    private final EventCodec codec;
    private final EventLogApiProperties properties;

    EventLogReadController(CommitLog log, EventCodec codec, EventLogApiProperties properties) {
        this.log = log;
        this.codec = codec;
        this.properties = properties;
    }

    /**
     * A page of the log; the header {@code Parcours-Head} is the position of the log's last event.
     *
     * @param after only events at positions greater than this
     * @param limit the most events to return
     */
    @GetMapping(path = "/api/log", produces = MediaType.APPLICATION_NDJSON_VALUE)
    ResponseEntity<StreamingResponseBody> log(
            @RequestParam(defaultValue = "0") long after, @RequestParam(defaultValue = "" + DEFAULT_LIMIT) int limit) {
        if (after < 0) {
            throw new BadParameterException("after", "A position must be 0 or greater");
        }
        if (limit < 1 || limit > properties.maxPage()) {
            throw new BadParameterException("limit", "1 to " + properties.maxPage());
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_NDJSON)
                .header("Parcours-Head", Long.toString(log.head().position()))
                .body(output -> {
                    long position = after;
                    int remaining = limit;
                    while (remaining > 0) {
                        List<LoggedEvent> page =
                                log.read(Criteria.matchAll(), position, Math.min(PAGE_SIZE, remaining));
                        for (LoggedEvent event : page) {
                            output.write(codec.encode(
                                    codec.decodeFromLog(event.bytes(), event.position(), event.recordedAt())));
                            output.write('\n');
                            position = event.position();
                        }
                        remaining = page.size() < PAGE_SIZE ? 0 : remaining - page.size();
                    }
                });
    }
}
