package io.github.spotbatch.testing.internal;

import io.github.spotbatch.internal.compile.RequestJson;
import io.github.spotbatch.testing.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Requests as people read them; the values of environment variables are hidden. */
public final class RequestText {

  private static final int MAX_VALUE = 60;

  private RequestText() {}

  /** The operation's name, such as {@code SubmitJob}. */
  public static String operation(SdkPojo request) {
    return RequestJson.operation(request);
  }

  /** All that is set, as JSON in one line. */
  public static String full(SdkPojo request) {
    return RequestJson.renderForEyes(request).replaceAll("\\n *", " ");
  }

  /** What is set of the plain members, long values cut: {@code jobName=frame-12 jobQueue=jobs}. */
  public static String brief(SdkPojo request) {
    List<String> members = new ArrayList<>();
    for (SdkField<?> field : request.sdkFields()) {
      Object value = field.getValueOrDefault(request);
      if (value instanceof String || value instanceof Number || value instanceof Boolean) {
        String name = field.memberName();
        members.add(
            Character.toLowerCase(name.charAt(0)) + name.substring(1) + "=" + cut(value + ""));
      }
    }
    return String.join(" ", members);
  }

  /** What went wrong with a request: {@code [delayed, response lost]}; empty if nothing did. */
  public static String faults(Set<FaultKind> faults) {
    return faults.isEmpty() ? "" : " " + faults;
  }

  private static String cut(String value) {
    String line = value.replaceAll("\\s+", " ");
    return line.length() <= MAX_VALUE ? line : line.substring(0, MAX_VALUE) + "...";
  }
}
