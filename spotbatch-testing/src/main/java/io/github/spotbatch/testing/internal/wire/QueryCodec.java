package io.github.spotbatch.testing.internal.wire;

import io.github.spotbatch.testing.internal.Faults;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;

/** The aws-query protocol and EC2's own kind of it: forms in, XML out. */
final class QueryCodec implements Codec {

  private static final String XML = "text/xml";

  private final boolean ec2;
  private final FormLayout layout;

  QueryCodec(boolean ec2) {
    this.ec2 = ec2;
    this.layout = new FormLayout(ec2);
  }

  @Override
  public void read(HttpIn in, Map<String, String> pathParams, SdkPojo builder) {
    Shapes.fill(builder, FormLayout.tree(in.form()), layout);
  }

  @Override
  public HttpOut write(String operation, SdkPojo response, String requestId) {
    XmlWriter xml = new XmlWriter().open(operation + "Response");
    if (ec2) {
      xml.leaf("requestId", requestId).members(response);
    } else {
      xml.open(operation + "Result").members(response).close(operation + "Result");
      xml.open("ResponseMetadata").leaf("RequestId", requestId).close("ResponseMetadata");
    }
    xml.close(operation + "Response");
    return HttpOut.of(200, XML, requestId, xml.toString());
  }

  @Override
  public HttpOut error(AwsServiceException fault, String requestId) {
    int status = Codec.status(fault);
    XmlWriter xml = new XmlWriter();
    if (ec2) {
      xml.open("Response").open("Errors").open("Error");
      xml.leaf("Code", Faults.code(fault)).leaf("Message", Faults.message(fault));
      xml.close("Error").close("Errors").leaf("RequestID", requestId).close("Response");
    } else {
      xml.open("ErrorResponse").open("Error").leaf("Type", status < 500 ? "Sender" : "Receiver");
      xml.leaf("Code", Faults.code(fault)).leaf("Message", Faults.message(fault)).members(fault);
      xml.close("Error").leaf("RequestId", requestId).close("ErrorResponse");
    }
    return HttpOut.of(status, XML, requestId, xml.toString());
  }
}
