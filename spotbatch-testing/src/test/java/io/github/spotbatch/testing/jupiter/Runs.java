package io.github.spotbatch.testing.jupiter;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a test class inside a test, and keeps what became of it. */
final class Runs implements TestExecutionListener {

  private final Map<String, String> failures = new ConcurrentSkipListMap<>();
  private final AtomicInteger succeeded = new AtomicInteger();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  private Runs() {}

  static Runs of(Class<?> testClass) {
    Runs run = new Runs();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(testClass))
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .build();
    PrintStream before = System.err;
    System.setErr(new PrintStream(run.errors, true, StandardCharsets.UTF_8));
    try {
      LauncherFactory.create().execute(request, run);
    } finally {
      System.setErr(before);
    }
    return run;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    result
        .getThrowable()
        .ifPresent(
            thrown -> failures.put(test.getDisplayName(), String.valueOf(thrown.getMessage())));
    if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
      succeeded.incrementAndGet();
    }
  }

  /** Messages by display name. */
  Map<String, String> failures() {
    return failures;
  }

  int succeeded() {
    return succeeded.get();
  }

  /** What was written to the standard error stream. */
  String errors() {
    return errors.toString(StandardCharsets.UTF_8);
  }
}
