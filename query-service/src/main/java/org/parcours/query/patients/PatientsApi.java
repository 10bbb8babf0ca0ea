package org.parcours.query.patients;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parcours.query.web.Asked;
import org.parcours.query.web.BadParameter;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/patients}. */
@RestController
class PatientsApi {

    private static final int LONGEST_QUESTION = 200;

    private final Patients patients;

    PatientsApi(Patients patients) {
        this.patients = patients;
    }

    /**
     * @param q beginnings of names or identifiers
     * @param identifier {@code system|value}, exactly
     */
    @GetMapping("/api/patients")
    ResponseEntity<List<Patient>> find(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String identifier) {
        if (identifier != null) {
            return answer(patients.identifiedBy(system(identifier), value(identifier)));
        }
        if (q == null || q.isBlank()) {
            throw new BadParameter("q", "Say whom to look for: q=name or identifier=system|value");
        }
        if (q.length() > LONGEST_QUESTION) {
            throw new BadParameter("q", "At most " + LONGEST_QUESTION + " characters");
        }
        return answer(patients.search(q));
    }

    @GetMapping("/api/patients/{id}")
    ResponseEntity<Patient> patient(@PathVariable String id) {
        return answer(patients.patient(Asked.patient(id)));
    }

    private static String system(String identifier) {
        return identifier.substring(0, bar(identifier));
    }

    private static String value(String identifier) {
        return identifier.substring(bar(identifier) + 1);
    }

    private static int bar(String identifier) {
        int bar = identifier.lastIndexOf('|');
        if (bar < 1 || bar == identifier.length() - 1) {
            throw new BadParameter("identifier", "An identifier is written system|value");
        }
        return bar;
    }

    private static <T> ResponseEntity<T> answer(T body) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
    }
}
