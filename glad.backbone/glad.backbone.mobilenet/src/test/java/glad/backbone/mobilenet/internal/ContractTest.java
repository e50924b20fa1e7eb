package glad.backbone.mobilenet.internal;

import glad.api.model.BackboneFactory;
import glad.testing.BackboneContract;

class ContractTest extends BackboneContract {

    @Override
    protected BackboneFactory factory() {
        return new MobileNetFactory();
    }

    @Override
    protected String options() {
        return "map: coarse";
    }
}
