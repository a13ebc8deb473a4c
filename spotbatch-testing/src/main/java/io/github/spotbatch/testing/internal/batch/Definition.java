package io.github.spotbatch.testing.internal.batch;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.JobDefinition;

/** One revision of a job definition. */
final class Definition implements Tags.Tagged {

  private JobDefinition detail;
  private @Nullable Instant goneAt;

  Definition(JobDefinition detail) {
    this.detail = detail;
  }

  JobDefinition detail() {
    return detail;
  }

  int revision() {
    return detail.revision();
  }

  boolean active() {
    return detail.status().equals("ACTIVE");
  }

  /** An inactive revision is kept for a while. */
  void deregister(Instant until) {
    if (active()) {
      this.detail = detail.toBuilder().status("INACTIVE").build();
      this.goneAt = until;
    }
  }

  boolean gone(Instant now) {
    return goneAt != null && !now.isBefore(goneAt);
  }

  @Override
  public Map<String, String> tags() {
    return detail.tags();
  }

  @Override
  public void tags(Map<String, String> tags) {
    this.detail = detail.toBuilder().tags(tags).build();
  }
}
