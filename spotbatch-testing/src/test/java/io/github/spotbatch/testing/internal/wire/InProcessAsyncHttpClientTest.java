package io.github.spotbatch.testing.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.services.batch.BatchAsyncClient;
import software.amazon.awssdk.services.batch.model.ClientException;

class InProcessAsyncHttpClientTest {

  private final AwsWire wire = Wires.wire(Wires.operations(AwsService.BATCH, new ListingBatch()));
  private final BatchAsyncClient batch =
      Wires.signed(BatchAsyncClient.builder())
          .httpClient(InProcessAsyncHttpClient.of(wire))
          .build();

  @Test
  void paginator_threePages_givesAll() {
    List<String> jobs = new ArrayList<>();
    batch
        .listJobsPaginator(r -> r.jobQueue("q"))
        .jobSummaryList()
        .subscribe(job -> jobs.add(job.jobId()))
        .join();
    assertThat(jobs).containsExactly("job-0", "job-1", "job-2");
  }

  @Test
  void operation_refused_failsWithTheModelledException() {
    assertThatThrownBy(() -> batch.cancelJob(r -> r.jobId("j").reason("r")).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseExactlyInstanceOf(ClientException.class);
  }

  @Test
  void operation_broken_failsAtOnceWithTheFaultAsCause() {
    AtomicInteger calls = new AtomicInteger();
    BatchAsyncClient retrying =
        Wires.signed(BatchAsyncClient.builder())
            .overrideConfiguration(o -> o.retryStrategy(RetryMode.STANDARD))
            .httpClient(
                InProcessAsyncHttpClient.of(
                    in -> {
                      calls.incrementAndGet();
                      return wire.apply(in);
                    }))
            .build();
    assertThatThrownBy(() -> retrying.terminateJob(r -> r.jobId("j").reason("r")).join())
        .hasRootCauseExactlyInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("a bug");
    assertThat(calls).hasValue(1);
  }
}
