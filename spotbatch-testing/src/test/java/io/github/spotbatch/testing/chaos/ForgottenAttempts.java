package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.FakeAws;
import java.util.ArrayList;
import java.util.List;

/**
 * A job's record that loses its last attempt when the job goes back to RUNNABLE, so that it is
 * tried more often than its strategy allows. Planted in the world's memory, it shows that attempts
 * are counted from outside.
 */
final class ForgottenAttempts implements PlantedBug {

  private static final String RUNNABLE =
      """
      {"source": ["aws.batch"], "detail": {"status": ["RUNNABLE"]}}""";

  @Override
  public void plant(FakeAws aws) {
    aws.events().subscribe(RUNNABLE, event -> Inside.of(aws).jobs().forEach(this::forget));
  }

  private void forget(Object job) {
    List<?> attempts = (List<?>) Inside.get(job, "attempts");
    if (Inside.get(job, "status").toString().equals("RUNNABLE") && !attempts.isEmpty()) {
      Inside.set(job, "attempts", new ArrayList<>(attempts.subList(0, attempts.size() - 1)));
    }
  }
}
