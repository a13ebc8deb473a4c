package io.github.spotbatch.internal.compile;

import io.github.spotbatch.internal.json.JsonText;
import io.github.spotbatch.internal.json.PojoJson;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.batch.model.KeyValuePair;

/** Shows a request of the AWS SDK as JSON with sorted members; what is not set is left out. */
public final class RequestJson {

  private static final String SUFFIX = "Request";

  private RequestJson() {}

  /** The operation's name, such as {@code CreateRole}. */
  public static String operation(SdkPojo request) {
    String name = request.getClass().getSimpleName();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  public static String render(SdkPojo request) {
    return JsonText.of(PojoJson.tree(request, UnaryOperator.identity()));
  }

  /** As {@link #render}, for logs and screens: without the values of environment variables. */
  public static String renderForEyes(SdkPojo request) {
    return JsonText.of(PojoJson.tree(request, RequestJson::hidden));
  }

  private static SdkPojo hidden(SdkPojo pojo) {
    return pojo instanceof KeyValuePair variable ? variable.copy(v -> v.value("***")) : pojo;
  }
}
