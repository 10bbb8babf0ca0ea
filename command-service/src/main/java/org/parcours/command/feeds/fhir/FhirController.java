package org.parcours.command.feeds.fhir;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parcours.command.feeds.fhir.FhirRequestHandler.Response;
import org.parcours.command.http.RequestLimiter;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.intake.fhir.resource.FhirResourceCodec;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /fhir}: Bundles at the root, single resources at the URLs of their types. */
@RestController
@RequestMapping("/fhir")
public class FhirController {

    static final String SOURCE_HEADER = "Parcours-Source";

    private final FhirRequestHandler handler;
    private final FhirProperties limits;
    private final Clock clock;
    private final RequestLimiter limiter;

    FhirController(FhirRequestHandler handler, FhirProperties limits, Clock clock) {
        this.handler = handler;
        this.limits = limits;
        this.clock = clock;
        long maxBody = limits.maxBody().toBytes();
        this.limiter = new RequestLimiter(maxBody, limits.maxConcurrent() * maxBody, limits.maxConcurrent());
    }

    /** @param source the source application; the header {@value #SOURCE_HEADER} is an alternative */
    @PostMapping
    ResponseEntity<byte[]> bundle(
            HttpServletRequest request,
            @RequestParam Optional<String> source,
            @RequestHeader(SOURCE_HEADER) Optional<String> header)
            throws IOException {
        return process(request, source.or(() -> header), Optional.empty());
    }

    @PostMapping("/{type:[A-Z][A-Za-z]+}")
    ResponseEntity<byte[]> create(
            HttpServletRequest request,
            @PathVariable String type,
            @RequestParam Optional<String> source,
            @RequestHeader(SOURCE_HEADER) Optional<String> header)
            throws IOException {
        return process(request, source.or(() -> header), type.equals("Bundle") ? Optional.empty() : Optional.of(type));
    }

    @PutMapping("/{type:[A-Z][A-Za-z]+}/{id}")
    ResponseEntity<byte[]> update(
            HttpServletRequest request,
            @PathVariable String type,
            @PathVariable String id,
            @RequestParam Optional<String> source,
            @RequestHeader(SOURCE_HEADER) Optional<String> header)
            throws IOException {
        return process(request, source.or(() -> header), Optional.of(type + "/" + id));
    }

    @GetMapping("/metadata")
    ResponseEntity<byte[]> metadata(HttpServletRequest request) {
        return response(new Response(200, CapabilityStatementFactory.create(clock.instant())), request);
    }

    private ResponseEntity<byte[]> process(
            HttpServletRequest request, Optional<String> source, Optional<String> address) throws IOException {
        try (RequestLimiter.Admission admission = limiter.admit(request)) {
            Response response =
                    switch (admission) {
                        case RequestLimiter.Admitted admitted ->
                            handler.handle(admitted.body(), source.filter(name -> !name.isBlank()), address);
                        case RequestLimiter.TooLarge(long limit) ->
                            FhirResponseFactory.rejected(
                                    413, FhirRejectionCode.TOO_LARGE.at("", "the limit is " + limit + " bytes"));
                        case RequestLimiter.Busy _ ->
                            FhirResponseFactory.rejected(503, FhirRejectionCode.UNAVAILABLE.at(""));
                    };
            return response(response, request);
        }
    }

    private ResponseEntity<byte[]> response(Response response, HttpServletRequest request) {
        FhirResourceCodec format = FhirResourceCodec.negotiate(acceptHeader(request));
        ResponseEntity.BodyBuilder builder = ResponseEntity.status(response.status())
                .header(HttpHeaders.CONTENT_TYPE, format.mediaType() + ";charset=utf-8");
        if (response.status() == 503) {
            String seconds = Long.toString(limits.retryAfter().toSeconds());
            builder.header(HttpHeaders.RETRY_AFTER, seconds);
        }
        return builder.body(format.write(response.body()));
    }

    /** FHIR R4, 3.1.0.1.11: {@code _format} takes precedence over {@code Accept}. */
    private static @Nullable String acceptHeader(HttpServletRequest request) {
        return Optional.ofNullable(request.getParameter("_format")).orElse(request.getHeader(HttpHeaders.ACCEPT));
    }
}
