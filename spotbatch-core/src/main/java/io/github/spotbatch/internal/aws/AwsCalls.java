package io.github.spotbatch.internal.aws;

import io.github.spotbatch.aws.RequestCustomizer;
import io.github.spotbatch.exception.SpotBatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** Makes every call to AWS: through the user's customizer, logged, and retried only where safe. */
public final class AwsCalls implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AwsCalls.class);

  private static final SdkPlugin WITHOUT_RETRY =
      client ->
          client.overrideConfiguration(
              client.overrideConfiguration().toBuilder()
                  .retryStrategy(AwsRetryStrategy.doNotRetry())
                  .build());

  /** Without an idempotency token a retry inside the SDK could run a job or register twice. */
  private static final Set<Class<? extends AwsRequest>> SENT_ONCE =
      Set.of(SubmitJobRequest.class, RegisterJobDefinitionRequest.class);

  private final RequestCustomizer customizer;
  private volatile boolean closed;

  public AwsCalls(RequestCustomizer customizer) {
    this.customizer = customizer;
  }

  /** Nothing is sent from now on. */
  @Override
  public void close() {
    closed = true;
  }

  /** Refuses further work once closed. */
  public void requireOpen() {
    if (closed) {
      throw new SpotBatchException("This SpotBatch is closed: make a new one.");
    }
  }

  /** Makes one call on this thread. */
  public <Q extends AwsRequest, R> R call(Q request, Function<Q, R> operation) {
    return send(prepare(request), operation);
  }

  /** The same without the SDK's own retries, for who keeps to a rate of calls and tries again. */
  public <Q extends AwsRequest, R> R callOnce(Q request, Function<Q, R> operation) {
    Q prepared = prepare(request);
    @SuppressWarnings("unchecked") // a copy of the same class
    Q once = (Q) withoutRetry(prepared);
    return send(once, operation);
  }

  private <Q extends AwsRequest, R> R send(Q prepared, Function<Q, R> operation) {
    log.debug("calling AWS [request={}]", prepared.getClass().getSimpleName());
    try {
      return operation.apply(prepared);
    } catch (SdkClientException e) {
      throw ClientFailures.explain(e);
    }
  }

  /** Reads a listing to its end on this thread; {@code next} is null after the last page. */
  public <Q extends AwsRequest, R> List<R> pages(
      Q first, Function<Q, R> operation, BiFunction<Q, R, @Nullable Q> next) {
    List<R> pages = new ArrayList<>();
    Q request = first;
    while (request != null) {
      R page = call(request, operation);
      pages.add(page);
      request = next.apply(request, page);
    }
    return pages;
  }

  private <Q extends AwsRequest> Q prepare(Q request) {
    requireOpen();
    AwsRequest customized = customizer.customize(request);
    if (customized == null || customized.getClass() != request.getClass()) {
      throw new IllegalStateException(
          "the request customizer must return a %s, it returned %s"
              .formatted(
                  request.getClass().getSimpleName(),
                  customized == null ? "null" : customized.getClass().getSimpleName()));
    }
    // A plugin of the request works on the user's own client too.
    AwsRequest prepared =
        SENT_ONCE.contains(customized.getClass()) ? withoutRetry(customized) : customized;
    @SuppressWarnings("unchecked") // of the class of the request, as checked above
    Q typed = (Q) prepared;
    return typed;
  }

  private static AwsRequest withoutRetry(AwsRequest request) {
    AwsRequestOverrideConfiguration override =
        request
            .overrideConfiguration()
            .map(AwsRequestOverrideConfiguration::toBuilder)
            .orElseGet(AwsRequestOverrideConfiguration::builder)
            .addPlugin(WITHOUT_RETRY)
            .build();
    return request.toBuilder().overrideConfiguration(override).build();
  }
}
