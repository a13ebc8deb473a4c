package io.github.spotbatch.internal.job;

import io.github.spotbatch.internal.json.BadJsonException;
import io.github.spotbatch.internal.json.Nodes;
import io.github.spotbatch.internal.json.PojoJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.batch.model.JobDetail;

/** Reads EventBridge's events of jobs; what they say of a job is as DescribeJobs does. */
final class JobEvents {

  private static final String SOURCE = "aws.batch";
  private static final String TYPE = "Batch Job State Change";

  private JobEvents() {}

  /**
   * Reads one event.
   *
   * @throws IllegalArgumentException if the text is no event of a job's state, with what is wrong
   */
  static JobDetail read(String json) {
    try {
      Map<String, JsonNode> event =
          Nodes.members(Nodes.parse(json, "give one event as EventBridge writes it"), "event");
      require(event, "source", SOURCE);
      require(event, "detail-type", TYPE);
      JsonNode detail = event.get("detail");
      if (detail == null) {
        throw wrong("event.detail is missing; it tells of the job");
      }
      JobDetail job = (JobDetail) PojoJson.readKnown(JobDetail.builder(), detail, "event.detail");
      requireText("jobId", job.jobId());
      requireText("jobName", job.jobName());
      requireText("status", job.statusAsString());
      return job;
    } catch (BadJsonException e) {
      throw new IllegalArgumentException(NO_EVENT + e.getMessage(), e);
    }
  }

  private static final String NO_EVENT = "this is no event of a job's state: ";

  private static void require(Map<String, JsonNode> event, String member, String wanted) {
    JsonNode node = event.get(member);
    if (node == null || !node.isString() || !node.asString().equals(wanted)) {
      throw wrong(
          "event.%s is %s; it must be \"%s\""
              .formatted(member, node == null ? "missing" : node, wanted));
    }
  }

  private static void requireText(String member, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      throw wrong("event.detail." + member + " is missing");
    }
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(NO_EVENT + what);
  }
}
