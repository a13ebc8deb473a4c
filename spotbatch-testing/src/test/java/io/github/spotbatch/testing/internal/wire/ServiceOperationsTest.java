package io.github.spotbatch.testing.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.CancelJobRequest;
import software.amazon.awssdk.services.batch.model.CancelJobResponse;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;
import software.amazon.awssdk.services.batch.model.SubmitJobResponse;
import software.amazon.awssdk.services.batch.model.TerminateJobRequest;

class ServiceOperationsTest {

  private final ReentrantLock lock = new ReentrantLock();
  private final ServiceOperations operations =
      ServiceOperations.of(AwsService.BATCH, LockedBatch::new, this::locked);

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  @Test
  void call_modelledOperation_runsUnderTheGuard() {
    assertThat(operations.call(SubmitJobRequest.builder().jobName("a").build()))
        .isEqualTo(SubmitJobResponse.builder().jobName("a").jobId("true").build());
    assertThat(lock.isLocked()).isFalse();
  }

  @Test
  void call_handlerThrows_comesOutAsItIs() {
    assertThatThrownBy(() -> operations.call(CancelJobRequest.builder().reason("bug").build()))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("bug")
        .hasNoCause();
    assertThatThrownBy(() -> operations.call(CancelJobRequest.builder().build()))
        .isExactlyInstanceOf(AssertionError.class);
    assertThat(lock.isLocked()).isFalse();
  }

  @Test
  void call_operationNotModelled_namesIt() {
    assertThatThrownBy(() -> operations.call(TerminateJobRequest.builder().build()))
        .isExactlyInstanceOf(UnsupportedOperationException.class)
        .hasMessage("spotbatch-testing does not model batch TerminateJob");
  }

  /** Not a public class, as the services may be. */
  private final class LockedBatch {

    public SubmitJobResponse submitJob(SubmitJobRequest request) {
      String locked = Boolean.toString(lock.isHeldByCurrentThread());
      return SubmitJobResponse.builder().jobName(request.jobName()).jobId(locked).build();
    }

    public CancelJobResponse cancelJob(CancelJobRequest request) {
      if (request.reason() == null) {
        throw new AssertionError("no reason");
      }
      throw new IllegalStateException(request.reason());
    }
  }
}
