package io.github.spotbatch.testing.jupiter;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.Invariant;
import io.github.spotbatch.testing.RequestJournal;
import io.github.spotbatch.testing.VirtualClock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;

/** The world of one test, with what has been given out of it. */
final class TestWorld implements AutoCloseable {

  private static final int LATEST = 300;

  private final FakeAws aws;
  private final Set<Invariant> invariants;
  private final Map<Class<?>, Object> given = new LinkedHashMap<>();

  TestWorld(FakeAws aws, Set<Invariant> invariants) {
    this.aws = aws;
    this.invariants = invariants;
  }

  static boolean gives(Class<?> type) {
    return type == FakeAws.class
        || type == SpotBatch.class
        || type == VirtualClock.class
        || type == RequestJournal.class
        || (type.isInterface()
            && type != SdkClient.class
            && SdkClient.class.isAssignableFrom(type));
  }

  /** The same for all who ask for the same. */
  synchronized Object give(Class<?> type) {
    return given.computeIfAbsent(type, this::make);
  }

  private Object make(Class<?> type) {
    if (type == FakeAws.class) {
      return aws;
    }
    if (type == SpotBatch.class) {
      return aws.spotBatch();
    }
    if (type == RequestJournal.class) {
      return aws.journal();
    }
    return type == VirtualClock.class ? virtualClock() : client(type);
  }

  private VirtualClock virtualClock() {
    if (aws.time() instanceof VirtualClock clock) {
      return clock;
    }
    throw new ParameterResolutionException(
        "there is no VirtualClock: the test's world runs on the wall clock");
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  private Object client(Class<?> type) {
    Object builder;
    try {
      builder = type.getMethod("builder").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new ParameterResolutionException(type.getName() + " has no builder() of the SDK", e);
    }
    return builder instanceof AwsSyncClientBuilder
        ? sync((AwsSyncClientBuilder & AwsClientBuilder) builder)
        : async((AwsAsyncClientBuilder & AwsClientBuilder) builder);
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C sync(B builder) {
    return aws.client(builder);
  }

  private <B extends AwsAsyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C async(B builder) {
    return aws.client(builder);
  }

  void verify() {
    aws.verify(invariants);
  }

  /** Writes what has happened to the standard error stream. */
  void tell(String test) {
    List<String> lines = aws.timeline().lines().toList();
    int first = Math.max(1, lines.size() - LATEST);
    String left =
        first == 1 ? "" : "... " + (first - 1) + " lines before; FakeAws.timeline() has them\n";
    System.err.println(
        test
            + " failed. "
            + lines.get(0)
            + "\n"
            + left
            + String.join("\n", lines.subList(first, lines.size())));
  }

  @Override
  public synchronized void close() {
    given.values().stream()
        .filter(SdkClient.class::isInstance)
        .forEach(client -> ((SdkClient) client).close());
    aws.close();
  }
}
