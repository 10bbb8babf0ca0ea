package org.parcours.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.parcours.command.http.RequestLimiter.Admission;
import org.parcours.command.http.RequestLimiter.Admitted;
import org.parcours.command.http.RequestLimiter.Busy;
import org.parcours.command.http.RequestLimiter.TooLarge;
import org.springframework.mock.web.MockHttpServletRequest;

class RequestLimiterTest {

    private static final int MB = 1 << 20;

    private static final RequestProperties TIMES = new RequestProperties(Duration.ofSeconds(30), Duration.ofMillis(50));

    private final RequestLimiter limiter = new RequestLimiter(MB, 3 * MB / 2, 2, TIMES);

    @Test
    void a_body_within_the_limit_is_returned_whole() throws IOException {
        byte[] bytes = body(MB);
        bytes[100_000] = 1;
        try (Admission admission = limiter.admit(request(bytes))) {
            assertThat(((Admitted) admission).body()).isEqualTo(bytes);
        }
    }

    @Test
    void a_body_over_the_limit_is_too_large_whether_its_length_is_declared_or_not() throws IOException {
        assertThat(limiter.admit(request(body(MB + 1)))).isEqualTo(new TooLarge(MB));
        assertThat(limiter.admit(request(new ByteArrayInputStream(body(MB + 1)))))
                .isEqualTo(new TooLarge(MB));
    }

    @Test
    void a_request_over_the_number_is_busy_until_another_ends() throws IOException {
        Admission first = limiter.admit(request(body(10)));
        try (Admission second = limiter.admit(request(body(10)))) {
            assertThat(second).isInstanceOf(Admitted.class);
            assertThat(limiter.admit(request(body(10)))).isEqualTo(new Busy());
            first.close();
            try (Admission third = limiter.admit(request(body(10)))) {
                assertThat(third).isInstanceOf(Admitted.class);
            }
        }
    }

    @Test
    void a_large_request_over_the_memory_is_busy_and_small_ones_are_processed() throws IOException {
        Admission large = limiter.admit(request(body(MB)));

        assertThat(limiter.admit(request(body(MB)))).isEqualTo(new Busy());
        try (Admission small = limiter.admit(request(body(60_000)))) {
            assertThat(small).isInstanceOf(Admitted.class);
        }
        large.close();
        for (int i = 0; i < 5; i++) {
            try (Admission next = limiter.admit(request(body(MB)))) {
                assertThat(next).as("the memory is free again").isInstanceOf(Admitted.class);
            }
        }
    }

    @Test
    void clients_whose_body_does_not_end_do_not_keep_others_out() throws Exception {
        RequestLimiter one = new RequestLimiter(MB, MB, 1, TIMES);
        try (PipedOutputStream client = new PipedOutputStream();
                PipedInputStream slow = new PipedInputStream(client)) {
            CompletableFuture<Admission> unfinished = new CompletableFuture<>();
            Thread.startVirtualThread(() -> {
                try {
                    unfinished.complete(one.admit(request(slow)));
                } catch (IOException e) {
                    unfinished.completeExceptionally(e);
                }
            });
            client.write(body(1000));
            client.flush();

            try (Admission other = one.admit(request(body(10)))) {
                assertThat(other).isInstanceOf(Admitted.class);
            }
            client.close();
            try (Admission finished = unfinished.join()) {
                assertThat(finished).isInstanceOf(Admitted.class);
            }
        }
    }

    @Test
    void a_connection_that_breaks_off_frees_its_memory() throws IOException {
        for (int i = 0; i < 5; i++) {
            InputStream broken = new SequenceInputStream(new ByteArrayInputStream(body(MB / 2)), new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new IOException("connection reset");
                }
            });
            assertThatThrownBy(() -> limiter.admit(request(broken))).isInstanceOf(IOException.class);
        }
        try (Admission next = limiter.admit(request(body(MB)))) {
            assertThat(next).isInstanceOf(Admitted.class);
        }
    }

    private static byte[] body(int length) {
        return new byte[length];
    }

    private static MockHttpServletRequest request(byte[] body) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setContent(body);
        return request;
    }

    /** Without a declared length. */
    private static MockHttpServletRequest request(InputStream body) {
        return new MockHttpServletRequest() {
            @Override
            public ServletInputStream getInputStream() {
                return new ServletInputStream() {
                    @Override
                    public int read() throws IOException {
                        return body.read();
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        return body.read(bytes, offset, length);
                    }

                    @Override
                    public boolean isFinished() {
                        return false;
                    }

                    @Override
                    public boolean isReady() {
                        return true;
                    }

                    @Override
                    public void setReadListener(ReadListener listener) {
                        throw new UnsupportedOperationException();
                    }
                };
            }
        };
    }
}
