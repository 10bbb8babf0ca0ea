package org.parcours.command.feeds.fhir;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.parcours.command.http.RequestLimiter;
import org.parcours.command.http.RequestProperties;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /fhir}: Bundles at the root, single resources at the URLs of their types. The source application is named by
 * {@code ?source=} or the header {@code Parcours-Source}.
 */
@RestController
@RequestMapping("/fhir")
public class FhirController {

    private final FhirRequestHandler handler;
    private final FhirProperties limits;
    private final Clock clock;
    private final RequestLimiter limiter;

    FhirController(FhirRequestHandler handler, FhirProperties limits, RequestProperties times, Clock clock) {
        this.handler = handler;
        this.limits = limits;
        this.clock = clock;
        long maxBody = limits.maxBody().toBytes();
        this.limiter = new RequestLimiter(maxBody, limits.maxConcurrent() * maxBody, limits.maxConcurrent(), times);
    }

    @PostMapping({"", "/"})
    ResponseEntity<byte[]> bundle(HttpServletRequest request) throws IOException {
        return answer(request, () -> FhirRequestReader.read(request, Optional.empty(), false), handler::handle);
    }

    /** At {@code /fhir/Bundle} as at {@code /fhir}: a Bundle is processed, not stored. */
    @PostMapping("/{type}")
    ResponseEntity<byte[]> create(HttpServletRequest request, @PathVariable String type) throws IOException {
        Optional<String> address = type.equals("Bundle") ? Optional.empty() : Optional.of(type);
        return FhirUrl.isType(type)
                ? answer(request, () -> FhirRequestReader.read(request, address, false), handler::handle)
                : notSupported(request);
    }

    @PutMapping("/{type}/{id}")
    ResponseEntity<byte[]> update(HttpServletRequest request, @PathVariable String type, @PathVariable String id)
            throws IOException {
        Optional<String> address = Optional.of(type + "/" + id);
        return FhirUrl.isStored(type)
                ? answer(request, () -> FhirRequestReader.read(request, address, false), handler::handle)
                : notSupported(request);
    }

    /** A conditional update: {@code PUT /fhir/Patient?identifier=SYSTEM|VALUE}. */
    @PutMapping("/{type}")
    ResponseEntity<byte[]> conditionalUpdate(HttpServletRequest request, @PathVariable String type) throws IOException {
        return FhirUrl.isStored(type)
                ? answer(request, () -> FhirRequestReader.read(request, Optional.of(type), true), handler::handle)
                : notSupported(request);
    }

    /** Says what the request without {@code $validate} would say, and records nothing. */
    @PostMapping("/$validate")
    ResponseEntity<byte[]> validate(HttpServletRequest request) throws IOException {
        return answer(request, () -> FhirRequestReader.read(request, Optional.empty(), false), handler::validate);
    }

    @PostMapping("/{type}/$validate")
    ResponseEntity<byte[]> validate(HttpServletRequest request, @PathVariable String type) throws IOException {
        Optional<String> address = type.equals("Bundle") ? Optional.empty() : Optional.of(type);
        return FhirUrl.isType(type)
                ? answer(request, () -> FhirRequestReader.read(request, address, false), handler::validate)
                : notSupported(request);
    }

    @GetMapping("/metadata")
    ResponseEntity<byte[]> metadata(HttpServletRequest request) {
        ResponseFormat format = ResponseFormat.requestedOrDefault(request);
        return ResponseFormat.requested(request).isEmpty()
                ? response(notAcceptable(), format)
                : response(
                        new FhirResponse(
                                200,
                                CapabilityStatementFactory.create(clock.instant(), FhirRequestReader.base(request))),
                        format);
    }

    /** Every other URL and method under {@code /fhir}. */
    @RequestMapping(
            path = "/**",
            method = {
                RequestMethod.GET,
                RequestMethod.HEAD,
                RequestMethod.POST,
                RequestMethod.PUT,
                RequestMethod.PATCH,
                RequestMethod.DELETE,
                RequestMethod.OPTIONS
            })
    ResponseEntity<byte[]> notSupported(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length() + "/fhir".length());
        FhirResponse response = FhirUrl.notSupported(path);
        boolean options = request.getMethod().equals("OPTIONS") && response.status() == 405;
        return response(
                options ? new FhirResponse(204, Optional.empty(), response.headers()) : response,
                ResponseFormat.requestedOrDefault(request));
    }

    /** @param reader of the URL and headers, before the body is read */
    private ResponseEntity<byte[]> answer(
            HttpServletRequest request,
            Supplier<FhirRequest> reader,
            BiFunction<byte[], FhirRequest, FhirResponse> processing)
            throws IOException {
        Optional<ResponseFormat> format = ResponseFormat.requested(request);
        if (format.isEmpty()) {
            return response(notAcceptable(), ResponseFormat.DEFAULT);
        }
        FhirResponse response;
        try {
            response = process(request, reader.get(), processing);
        } catch (RejectedRequestException e) {
            response = e.response();
        }
        return response(response, format.get());
    }

    private FhirResponse process(
            HttpServletRequest request, FhirRequest described, BiFunction<byte[], FhirRequest, FhirResponse> processing)
            throws IOException {
        try (RequestLimiter.Admission admission = limiter.admit(request)) {
            return switch (admission) {
                case RequestLimiter.Admitted admitted ->
                    processing.apply(FhirBodyReader.body(request, admitted.body()), described);
                case RequestLimiter.TooLarge(long limit) -> FhirBodyReader.tooLarge(limit);
                case RequestLimiter.Unreadable unreadable -> FhirBodyReader.unreadable(unreadable);
                case RequestLimiter.Busy _ -> FhirResponse.rejected(503, FhirRejectionCode.UNAVAILABLE.at(""));
            };
        }
    }

    private static FhirResponse notAcceptable() {
        return FhirResponse.rejected(
                FhirHttpRejection.NOT_ACCEPTABLE, "Accept", FhirMediaType.EXPECTED + ", in version 4.0");
    }

    private ResponseEntity<byte[]> response(FhirResponse response, ResponseFormat format) {
        ResponseEntity.BodyBuilder builder = ResponseEntity.status(response.status());
        response.headers().forEach(builder::header);
        if (response.status() == 503) {
            String seconds = Long.toString(limits.retryAfter().toSeconds());
            builder.header(HttpHeaders.RETRY_AFTER, seconds);
        }
        if (response.body().isEmpty()) {
            return builder.build();
        }
        return builder.header(HttpHeaders.CONTENT_TYPE, format.contentType())
                .body(format.write(response.body().get()));
    }
}
